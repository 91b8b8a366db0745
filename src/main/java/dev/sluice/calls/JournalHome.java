package dev.sluice.calls;

import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The one journal of a warehouse. What is under way is known to it alone, so that a run with
 * another one would pay for it again; the ledger remembers which it is. A journal inside the
 * warehouse is remembered by its place in there: both may be moved together. Pays nothing.
 */
public final class JournalHome {
  /** The property of table {@code calls} that names the journal. */
  static final String PROPERTY = "sluice.journal";

  private final Warehouse warehouse;
  private final JournalPlace place;
  private final Configuration hadoop;

  /**
   * The home that a job gives.
   *
   * @param journal the journal's folder, as the job has it
   */
  public JournalHome(Warehouse warehouse, String journal) {
    this.warehouse = warehouse;
    this.hadoop = warehouse.spark().sparkContext().hadoopConfiguration();
    this.place = JournalPlace.of(journal, hadoop);
  }

  /**
   * Refuses a journal that is not the one of this warehouse. Writes nothing. A warehouse that
   * remembers none takes any.
   *
   * @throws SpendingStopped when the warehouse has another journal, or this one was emptied
   * @throws JournalUnreachable when the journal cannot be listed
   */
  public void check() {
    isKnown();
  }

  private boolean isKnown() {
    Optional<String> home = remembered();
    if (home.isEmpty()) {
      return false;
    }
    if (!home.get().equals(name())) {
      throw refused(
          "this warehouse keeps its journal at %s and not at %s, and only the journal knows what is paid for and under way: set calls.journal back. If you copied the journal there, say so once: maintain JOB --journal-moved"
              .formatted(home.get(), name()));
    }
    if (!isUsed(place)) {
      throw refused(
          "the journal of this warehouse at %s is empty: it is not mounted, or was moved or deleted. Bring it back. If it is gone for good, what was under way is paid again: ALTER TABLE %s UNSET TBLPROPERTIES ('%s')"
              .formatted(place.uri(), warehouse.identifier(CallRow.TABLE), PROPERTY));
    }
    return true;
  }

  /**
   * Makes the warehouse remember it, unless it does. Idempotent; under the lease of this journal,
   * and before anything is paid.
   *
   * @throws SpendingStopped as {@link #check} does, also when another run was faster
   */
  public void claim() {
    if (isKnown()) {
      return;
    }
    try {
      warehouse.setProperty(CallRow.TABLE, PROPERTY, name());
    } catch (RuntimeException e) {
      // Of two first runs with two journals Delta lets one win.
      if (remembered().isEmpty()) {
        throw e;
      }
    }
    check();
  }

  /**
   * Makes the warehouse remember it in place of the one before, which was copied here. Idempotent.
   *
   * @param here the lease of this journal
   * @throws SpendingStopped when this one holds less than the one before, as far as that can be
   *     read, a run goes on there, or another run took over
   * @throws JournalUnreachable when one of the two cannot be listed
   */
  public void move(String runId, RunLease here) {
    Optional<String> home = remembered().filter(before -> !before.equals(name()));
    if (home.isEmpty()) {
      claim();
      return;
    }
    JournalPlace before = JournalPlace.of(located(home.get()), hadoop);
    if (isUsed(before)) {
      try (RunLease there = RunLease.take(before.uri(), runId, Duration.ZERO, hadoop)) {
        copied(before);
        there.demand("nothing is moved");
        here.demand("nothing is moved");
        warehouse.setProperty(CallRow.TABLE, PROPERTY, name());
      }
    } else if (facts(place).isEmpty()) {
      throw refused(
          "there is nothing at %s, and nothing at %s to compare it with: copy the journal first"
              .formatted(place.uri(), before.uri()));
    } else {
      here.demand("nothing is moved");
      warehouse.setProperty(CallRow.TABLE, PROPERTY, name());
    }
  }

  private void copied(JournalPlace before) {
    Set<String> missing = facts(before);
    missing.removeAll(facts(place));
    if (!missing.isEmpty()) {
      throw refused(
          "%,d facts of the journal at %s are not at %s, %s among them: copy all of it while no run goes on"
              .formatted(missing.size(), before.uri(), place.uri(), missing.iterator().next()));
    }
  }

  private Optional<String> remembered() {
    return warehouse.property(CallRow.TABLE, PROPERTY);
  }

  // What the property says: a place inside the warehouse goes with it wherever it is.
  private String name() {
    String inside = inside();
    return place.uri().startsWith(inside)
        ? "./" + place.uri().substring(inside.length())
        : place.uri().replaceFirst("^s3[an]?:", "s3a:");
  }

  private String located(String name) {
    return name.startsWith("./") ? inside() + name.substring(2) : name;
  }

  private String inside() {
    return warehouse.isCatalog()
        ? "catalog:"
        : JournalPlace.of(warehouse.location(), hadoop).uri() + "/";
  }

  // Every run leaves its lease there.
  private static boolean isUsed(JournalPlace place) {
    List<String> leases = new ArrayList<>();
    try {
      place.store().list("RUN", "", leases::add);
    } catch (IOException e) {
      throw JournalUnreachable.at(place.uri(), e);
    }
    return !leases.isEmpty();
  }

  private static Set<String> facts(JournalPlace place) {
    Journal journal = place.open();
    Set<String> facts = new HashSet<>();
    try {
      for (String shard : Journal.shards()) {
        journal.list(shard).forEach(fact -> facts.add(fact.file()));
      }
    } catch (IOException e) {
      throw JournalUnreachable.at(place.uri(), e);
    }
    return facts;
  }

  private static SpendingStopped refused(String message) {
    return new SpendingStopped(SpendingStopped.Why.SETTINGS, message);
  }
}
