package dev.sluice.job;

import dev.sluice.calls.JournalHome;
import dev.sluice.calls.JournalUnreachable;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Warehouse;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lets one run at a time into a warehouse, with the journal that is its own. */
final class Admission {
  private Admission() {}

  /**
   * Lets in a run that may pay: the warehouse remembers its journal before anything is sent. The
   * caller closes the lease.
   *
   * @throws RuntimeException as {@link #to} does
   */
  static RunLease toPay(Warehouse warehouse, String journal, String runId, Duration patience) {
    return admit(warehouse, journal, runId, patience, JournalHome::claim);
  }

  /**
   * Lets in who pays nothing. The caller closes the lease.
   *
   * @param patience how long to wait for a run that writes this warehouse
   * @throws SpendingStopped when another run does not let go in time, or the warehouse has another
   *     journal
   * @throws JournalUnreachable when the journal cannot be read or written
   * @throws StepStopped when the tables are of another version of Sluice
   */
  static RunLease to(Warehouse warehouse, String journal, String runId, Duration patience) {
    return admit(warehouse, journal, runId, patience, JournalHome::check);
  }

  private static RunLease admit(
      Warehouse warehouse,
      String journal,
      String runId,
      Duration patience,
      Consumer<JournalHome> underLease) {
    JournalHome home = new JournalHome(warehouse, journal);
    // Before the lease, which is in the journal: in another one it excludes nobody.
    home.check();
    RunLease lease = lease(warehouse, journal, runId, patience);
    try {
      demandOurVersion(warehouse);
      underLease.accept(home);
      return lease;
    } catch (Throwable e) {
      // Spark throws what Java calls checked without saying so.
      lease.close();
      throw e;
    }
  }

  /** Takes the run lease of a journal that was copied from the warehouse's own, and moves in. */
  static void move(Warehouse warehouse, String journal, String runId, Duration patience) {
    try (RunLease lease = lease(warehouse, journal, runId, patience)) {
      demandOurVersion(warehouse);
      new JournalHome(warehouse, journal).move(runId, lease);
    }
  }

  /** Stops when another run took over. */
  static void demand(RunLease lease) {
    if (!lease.held()) {
      throw new StepStopped(
          ExitCode.AGAIN, "another run took over this warehouse; nothing more is written");
    }
  }

  private static RunLease lease(
      Warehouse warehouse, String journal, String runId, Duration patience) {
    return RunLease.take(
        journal, runId, patience, warehouse.spark().sparkContext().hadoopConfiguration());
  }

  private static void demandOurVersion(Warehouse warehouse) {
    List<String> others = warehouse.otherVersions(Tables.ALL);
    if (!others.isEmpty()) {
      throw new StepStopped(
          ExitCode.USAGE,
          "%s has tables of another version of Sluice: %s; this one writes version 1. Use the version that wrote them, or give --warehouse a new place"
              .formatted(warehouse.location(), String.join(", ", others)));
    }
  }
}
