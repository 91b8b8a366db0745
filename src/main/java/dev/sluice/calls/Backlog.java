package dev.sluice.calls;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The works that were asked for, against the ledger: how many are done, and the others one by one.
 * The driver never holds them all.
 */
final class Backlog {
  private static final String FAILED_GENERATION = "failed_generation";
  private static final String FAILURES = "failures";

  private final long asked;
  private final long done;
  private final long refused;
  private final long failed;
  private final Iterator<Row> unfinished;

  private Backlog(Row counts, Dataset<Row> unfinished) {
    this.asked = counts.getLong(0);
    this.done = number(counts, 1);
    this.refused = number(counts, 2);
    this.failed = number(counts, 3);
    this.unfinished =
        done + refused + failed == asked
            ? Collections.emptyIterator()
            : unfinished.toLocalIterator();
  }

  /**
   * A work that is not finished.
   *
   * @param generation the generation to create next
   * @param failures how often the provider gave it up
   */
  record Next(Work work, int generation, int failures) {}

  /** Holds works against the ledger as it is now. */
  static Backlog of(Warehouse warehouse, Dataset<Row> works) {
    Dataset<Row> ledger =
        warehouse
            .read(CallRow.TABLE)
            .groupBy("work_key")
            .agg(
                max(is(FactKind.DONE)).as("done"),
                max(is(FactKind.REFUSED)).as("refused"),
                max(when(col("outcome").equalTo(FactKind.FAILED.key()), col("generation")))
                    .as(FAILED_GENERATION),
                sum(when(gaveUp(), 1).otherwise(0)).as(FAILURES));
    Dataset<Row> joined =
        works
            .dropDuplicates("work_key")
            .join(ledger, "work_key", "left")
            .withColumn("done", coalesce(col("done"), lit(0)))
            .withColumn("refused", coalesce(col("refused"), lit(0)))
            .withColumn(FAILED_GENERATION, coalesce(col(FAILED_GENERATION), lit(0)))
            .withColumn(FAILURES, coalesce(col(FAILURES), lit(0)));
    Column done = col("done").equalTo(1);
    Column refused = col("done").equalTo(0).and(col("refused").equalTo(1));
    Column failed =
        col("done")
            .equalTo(0)
            .and(col("refused").equalTo(0))
            .and(col(FAILURES).geq(WorkState.MOST_FAILURES));
    Row counts =
        joined
            .agg(
                count(lit(1)),
                sum(when(done, 1L).otherwise(0L)),
                sum(when(refused, 1L).otherwise(0L)),
                sum(when(failed, 1L).otherwise(0L)))
            .first();
    return new Backlog(
        counts,
        joined
            .where(
                col("done")
                    .equalTo(0)
                    .and(col("refused").equalTo(0))
                    .and(col(FAILURES).lt(WorkState.MOST_FAILURES)))
            .drop("done", "refused"));
  }

  /** The next unfinished work, or empty when there is none. */
  Optional<Next> next() {
    if (!unfinished.hasNext()) {
      return Optional.empty();
    }
    Row row = unfinished.next();
    int failedGeneration = row.getAs(FAILED_GENERATION);
    long failures = row.getAs(FAILURES);
    return Optional.of(new Next(Work.CODEC.fromRow(row), failedGeneration + 1, (int) failures));
  }

  boolean hasNext() {
    return unfinished.hasNext();
  }

  long asked() {
    return asked;
  }

  long done() {
    return done;
  }

  long refused() {
    return refused;
  }

  long failed() {
    return failed;
  }

  /** The provider accepted it and gave it up. */
  static Column gaveUp() {
    return col("outcome")
        .equalTo(FactKind.FAILED.key())
        .and(coalesce(col("error_code"), lit("")).notEqual(Reconciler.NEVER_ACCEPTED));
  }

  private static Column is(FactKind kind) {
    return when(col("outcome").equalTo(kind.key()), 1).otherwise(0);
  }

  private static long number(Row row, int at) {
    return row.isNullAt(at) ? 0 : row.getLong(at);
  }
}
