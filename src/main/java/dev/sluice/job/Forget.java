package dev.sluice.job;

import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Takedown;
import dev.sluice.export.Withdrawal;
import dev.sluice.provider.ProviderConf;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.Heirs;
import dev.sluice.tables.Table;
import dev.sluice.tables.Traces;
import dev.sluice.tables.Upkeep;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes videos down everywhere: the uploads and analyses that this warehouse made at the provider,
 * journal, raw answers, rows of every table; releases that held them are marked as withdrawn, and a
 * tombstone keeps them out, whatever the manifest says. Contents that another video has too stay.
 * Pays nothing. Idempotent, may be stopped anywhere and done again.
 *
 * <p>Rows go from the newest version of each table. Older versions keep the bytes until their
 * retention is over, unless {@link OldVersions#DELETE} is asked for.
 */
public final class Forget {
  private final Warehouse warehouse;
  private final JobSpec spec;
  private final JobSettings settings;
  private final Clock clock;
  private final Progress progress;

  /** A takedown in the warehouse that a job writes. */
  public Forget(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.settings = new JobSettings(spec, warehouse);
    this.clock = clock;
    this.progress = progress;
  }

  /** What becomes of older versions of the tables, which still hold what was taken down. */
  public enum OldVersions {
    /** They can be read until the retention of each table is over. */
    KEEP,
    /** They are deleted at once, for all videos: no release can be made again from them. */
    DELETE
  }

  /**
   * What was done.
   *
   * @param lines one per thing
   * @param exit {@link ExitCode#DONE}, or why something is still at the provider
   */
  public record Outcome(List<String> lines, ExitCode exit) {}

  /**
   * What {@link #run} would do, one line per thing. Writes nothing, calls nobody, takes no lease.
   *
   * @throws IllegalArgumentException when the warehouse never had one of them
   */
  public List<String> look(Collection<String> videoIds) {
    Named named = Named.of(warehouse, new TreeSet<>(videoIds));
    List<String> lines = new ArrayList<>(named.lines());
    Forgotten all = named.forgotten().and(Forgotten.in(warehouse));
    long deletable = new Takedown(warehouse, settings.journal(), all).atProvider();
    if (deletable > 0) {
      lines.add("provider: %,d uploads and analyses to delete".formatted(deletable));
    }
    Withdrawal.Found releases = new Withdrawal(warehouse, all).find();
    releases.holding().forEach(name -> lines.add("release %s: to withdraw".formatted(name)));
    unknown(releases, lines);
    Traces traces = new Traces(warehouse, all, named.names(), Set.of(), clock.instant());
    for (Table<?> table : traces.tables()) {
      long rows = traces.count(table);
      if (rows > 0) {
        lines.add("%s: %,d rows".formatted(table.name(), rows));
      }
    }
    return lines;
  }

  /**
   * Does it, under the run lease.
   *
   * @param patience how long to wait for a run that writes this warehouse
   * @throws IllegalArgumentException when the warehouse never had one of them; nothing is done
   * @throws SpendingStopped when another run does not let go in time, or takes over
   * @throws StepStopped when the tables are of another version, or the lease is lost on the way
   */
  public Outcome run(Collection<String> videoIds, Duration patience, OldVersions old) {
    Instant now = clock.instant();
    try (RunLease lease = Admission.to(warehouse, settings.journal(), "forget-" + now, patience)) {
      Named named = Named.of(warehouse, new TreeSet<>(videoIds));
      List<String> lines = new ArrayList<>(named.lines());
      // Before the tombstone: from then on a run may drop the first names, and what was paid for
      // under their content id would be paid again for their heirs.
      long heirs = Heirs.inherit(warehouse, named.forgotten().and(Forgotten.in(warehouse)));
      if (heirs > 0) {
        lines.add("videos: %,d accepted in place of a first name that goes".formatted(heirs));
      }
      // Before anything is deleted, so that whatever stops this, no run brings them back.
      named.forgotten().keepOutOf(warehouse, now);
      Forgotten all = Forgotten.in(warehouse);
      Takedown.Done takenDown = takeDown(all, lease, lines);
      progress.say("releases");
      Withdrawal withdrawal = new Withdrawal(warehouse, all);
      Withdrawal.Found releases = withdrawal.find();
      withdrawal.withdraw(releases.holding(), now);
      releases
          .holding()
          .forEach(
              name ->
                  lines.add(
                      "release %s: withdrawn; delete its folder and every copy of it"
                          .formatted(name)));
      unknown(releases, lines);
      Traces traces = new Traces(warehouse, all, named.names(), takenDown.left(), now);
      for (Table<?> table : traces.tables()) {
        Admission.demand(lease);
        progress.say(table.name());
        remove(traces, table, old, lines);
      }
      return new Outcome(lines, exit(takenDown, lines));
    }
  }

  private Takedown.Done takeDown(Forgotten all, RunLease lease, List<String> lines) {
    progress.say("provider and journal");
    Takedown.Done done;
    try (OnDemand provider = new OnDemand(spec.provider())) {
      done =
          new Takedown(warehouse, settings.journal(), all)
              .run(provider::conf, settings.prices(), lease, clock);
    }
    if (done.deleted() > 0) {
      lines.add("provider: %,d uploads and analyses deleted".formatted(done.deleted()));
    }
    if (done.givenUp() > 0) {
      lines.add(
          "journal: %,d works were under way and are given up; the ledger counts them in full"
              .formatted(done.givenUp()));
    }
    if (done.lost() > 0) {
      lines.add(
          "provider: %,d uploads and analyses among them may be there; uploads are named by content id, analyses by custom_id"
              .formatted(done.lost()));
    }
    if (done.facts() > 0) {
      lines.add("journal: %,d facts deleted".formatted(done.facts()));
    }
    return done;
  }

  private void remove(Traces traces, Table<?> table, OldVersions old, List<String> lines) {
    long rows = traces.remove(table);
    Upkeep upkeep = new Upkeep(warehouse, table);
    if (old == OldVersions.DELETE) {
      upkeep.deleteOldVersions();
    }
    if (rows > 0) {
      lines.add(
          "%s: %,d rows, %s"
              .formatted(
                  table.name(),
                  rows,
                  old == OldVersions.DELETE
                      ? "older versions deleted"
                      : "still in older versions for %d days and a `maintain`"
                          .formatted(table.info().retentionDays())));
    }
  }

  private static void unknown(Withdrawal.Found releases, List<String> lines) {
    releases
        .unknown()
        .forEach(
            name ->
                lines.add(
                    "release %s: the table versions it was made from are gone; look yourself whether it holds them"
                        .formatted(name)));
  }

  private static ExitCode exit(Takedown.Done done, List<String> lines) {
    if (done.why().isEmpty()) {
      return ExitCode.DONE;
    }
    lines.add(
        "provider: %,d could not be deleted; forget again. The first: %s"
            .formatted(done.left().size(), done.why().get().message()));
    return done.why().get().again() ? ExitCode.AGAIN : ExitCode.PROVIDER;
  }

  /** The job's provider, opened when it is first needed. */
  private static final class OnDemand implements AutoCloseable {
    private final ProviderSpec spec;
    private LocalProvider provider;

    OnDemand(ProviderSpec spec) {
      this.spec = spec;
    }

    ProviderConf conf() {
      if (provider == null) {
        provider = LocalProvider.open(spec);
      }
      return provider.conf();
    }

    @Override
    public void close() {
      if (provider != null) {
        provider.close();
      }
    }
  }
}
