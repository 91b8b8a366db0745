package dev.sluice.tables;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * Keeps a table's files few and its old ones few: changes no row and no version that may still be
 * read. Every method is idempotent and may be stopped anywhere; the caller holds the run lease.
 */
public final class Upkeep {
  /** The most that {@link #deletable} counts; Delta lists no more. */
  public static final long MOST_COUNTED = 1_000;

  private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  private final Warehouse warehouse;
  private final Table<?> table;

  /** Upkeep of a table that has been written. */
  public Upkeep(Warehouse warehouse, Table<?> table) {
    this.warehouse = warehouse;
    this.table = table;
  }

  /** How many files the newest version has. Writes nothing. */
  public long files() {
    return sql("DESCRIBE DETAIL %s").select("numFiles").first().getLong(0);
  }

  /**
   * Puts small files together, in one atomic commit.
   *
   * @return how many files were put into others; 0 writes nothing
   */
  public long compact() {
    return sql("OPTIMIZE %s").select("metrics.numFilesRemoved").first().getLong(0);
  }

  /**
   * How many files, at most {@link #MOST_COUNTED} of them counted, no version needs that is younger
   * than the table's retention. Writes nothing.
   */
  public long deletable() {
    return with(LISTING, listingTasks(), () -> sql("VACUUM %s DRY RUN").count());
  }

  /** Deletes the files that {@link #deletable} counts. Readers of older versions fail from then. */
  public void vacuum() {
    Dataset<Row> unused = with(LISTING, listingTasks(), () -> sql("VACUUM %s"));
  }

  /**
   * Deletes every file that the newest version does not need, whatever the table's retention: no
   * older version can be read any more, and a query that reads one now fails.
   */
  public void deleteOldVersions() {
    Dataset<Row> unused =
        with(
            "spark.databricks.delta.retentionDurationCheck.enabled",
            "false",
            () -> with(LISTING, listingTasks(), () -> sql("VACUUM %s RETAIN 0 HOURS")));
  }

  /**
   * Deletes the rows of these keys, in one atomic commit; nothing is written when there are none.
   * Versions within the table's retention still show them.
   *
   * @param keys keys of rows that are there, each once: the table's key columns and no others
   * @return how many rows went
   */
  public long delete(Dataset<Row> keys) {
    // Counted and merged: what they are joined from is read once.
    Dataset<Row> once = keys.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long rows = once.count();
      warehouse.remove(table, once);
      return rows;
    } finally {
      once.unpersist();
    }
  }

  /** What to say when the table keeps its versions for a shorter time than Sluice asked for. */
  public Optional<String> shortRetention() {
    Duration wanted = Duration.ofDays(table.info().retentionDays());
    return Retention.of(warehouse, table)
        .filter(kept -> kept.compareTo(wanted) < 0)
        .map(
            kept ->
                "%s keeps old versions for %d days and not for %d"
                    .formatted(table.name(), kept.toDays(), wanted.toDays()));
  }

  // Tables here have few folders; Spark would list each in 10,000 tasks, minutes on a small
  // machine.
  private String listingTasks() {
    return Integer.toString(4 * warehouse.spark().sparkContext().defaultParallelism());
  }

  private <T> T with(String key, String value, Supplier<T> action) {
    RuntimeConfig conf = warehouse.spark().conf();
    Option<String> before = conf.getOption(key);
    conf.set(key, value);
    try {
      return action.get();
    } finally {
      if (before.isDefined()) {
        conf.set(key, before.get());
      } else {
        conf.unset(key);
      }
    }
  }

  private Dataset<Row> sql(String statement) {
    return warehouse.spark().sql(statement.formatted(warehouse.identifier(table)));
  }
}
