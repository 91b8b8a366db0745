package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.calls.JournalSweep;
import dev.sluice.calls.JournalUnreachable;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Works;
import dev.sluice.step.Progress;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Upkeep;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps a warehouse small: files put together, files that no readable version needs deleted, raw
 * answers of embeds that are in {@code embeddings} deleted after {@link #KEEP_ANSWERS}, the journal
 * swept. Pays nothing, makes nothing payable again, and changes no label, vector or release.
 */
public final class Maintenance {
  /** How old the raw answer of an embed must be, counted from when it was stored. */
  public static final Duration KEEP_ANSWERS = Duration.ofDays(30);

  private final Warehouse warehouse;
  private final String journal;
  private final Clock clock;
  private final Progress progress;

  /** The maintenance of the warehouse that a job writes. */
  public Maintenance(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.journal = new JobSettings(spec, warehouse).journal();
    this.clock = clock;
    this.progress = progress;
  }

  /** What {@link #run} would do, one line per thing. Writes nothing and takes no lease. */
  public List<String> look() {
    List<String> lines = new ArrayList<>();
    long answers = oldAnswers().count();
    if (answers > 0) {
      lines.add("responses: %,d raw answers to delete".formatted(answers));
    }
    for (Table<?> table : written()) {
      Upkeep upkeep = new Upkeep(warehouse, table);
      lines.add(
          "%s: %,d files now, %s old files to delete"
              .formatted(table.name(), upkeep.files(), counted(upkeep.deletable())));
      upkeep.shortRetention().ifPresent(lines::add);
    }
    lines.add(
        JournalSweep.isDue(warehouse, clock)
            ? "journal: facts more than %d days old to sweep".formatted(JournalSweep.KEEP.toDays())
            : "journal: nothing to sweep");
    return lines;
  }

  /**
   * Does it, under the run lease. Idempotent; may be stopped anywhere and started again.
   *
   * @param patience how long to wait for a run that writes this warehouse
   * @return what was done, one line per thing
   * @throws SpendingStopped when another run does not let go in time
   * @throws StepStopped when the tables are of another version, or the lease is lost on the way
   */
  public List<String> run(Duration patience) {
    List<String> lines = new ArrayList<>();
    try (RunLease lease =
        Admission.to(warehouse, journal, "maintain-" + clock.instant(), patience)) {
      // First, so that no fold finds a fact whose answer is deleted below.
      progress.say("journal");
      JournalSweep.Swept swept = JournalSweep.sweep(warehouse, journal, lease, clock);
      lines.add("journal: %,d old facts swept, %,d left".formatted(swept.swept(), swept.left()));
      progress.say("raw answers");
      Admission.demand(lease);
      if (warehouse.exists(ResponseRow.TABLE)) {
        long answers = new Upkeep(warehouse, ResponseRow.TABLE).delete(oldAnswers());
        lines.add("responses: %,d raw answers deleted".formatted(answers));
      }
      for (Table<?> table : written()) {
        progress.say(table.name());
        Admission.demand(lease);
        lines.addAll(tidy(table));
      }
    }
    return lines;
  }

  /**
   * Makes the place that the job gives the home of the journal, which was copied there. Idempotent.
   *
   * @param patience how long to wait for a run that writes this warehouse
   * @throws SpendingStopped when a run goes on, or the copy lacks facts
   * @throws JournalUnreachable when the copy, or what it was made from, cannot be listed
   */
  public void moveJournal(Duration patience) {
    Admission.move(warehouse, journal, "maintain-" + clock.instant(), patience);
  }

  private List<String> tidy(Table<?> table) {
    List<String> lines = new ArrayList<>();
    Upkeep upkeep = new Upkeep(warehouse, table);
    long merged = upkeep.compact();
    long old = upkeep.deletable();
    if (old > 0) {
      upkeep.vacuum();
    }
    if (merged + old > 0) {
      lines.add(
          "%s: %,d files put together, %s old files deleted"
              .formatted(table.name(), merged, counted(old)));
    }
    upkeep.shortRetention().ifPresent(lines::add);
    return lines;
  }

  /** A count of old files as it is said. */
  static String counted(long old) {
    return (old < Upkeep.MOST_COUNTED ? "%,d" : "at least %,d").formatted(old);
  }

  // An answer goes only when its vectors are there: otherwise it would have to be paid for again.
  private Dataset<Row> oldAnswers() {
    Dataset<Row> old =
        warehouse
            .read(CallRow.TABLE)
            .where(
                col("operation")
                    .equalTo(Works.EMBED)
                    .and(
                        col("completed_at")
                            .lt(lit(Timestamp.from(clock.instant().minus(KEEP_ANSWERS))))))
            .select("work_key", "generation");
    return warehouse
        .read(ResponseRow.TABLE)
        .select("work_key", "generation")
        .join(old, new String[] {"work_key", "generation"}, "left_semi")
        .join(
            warehouse.read(EmbeddingRow.TABLE).select("work_key"),
            new String[] {"work_key"},
            "left_semi");
  }

  private List<Table<?>> written() {
    List<Table<?>> written = new ArrayList<>();
    for (Table<?> table : Tables.ALL) {
      if (warehouse.exists(table)) {
        written.add(table);
      }
    }
    return written;
  }
}
