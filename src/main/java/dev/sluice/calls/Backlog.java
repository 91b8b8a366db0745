package dev.sluice.calls;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The works that were asked for, against the ledger: how many are done, and the others one by one.
 * The driver never holds them all.
 */
final class Backlog {
  private static final String KEY = "work_key";
  private static final String STATE = "state";
  private static final String OPEN = "open";
  static final String FAILED_GENERATION = "failed_generation";
  static final String FAILURES = "failures";
  private static final String UPLOAD = "upload";

  private final long asked;
  private final long done;
  private final long refused;
  private final long failed;
  private final String operation;
  private final long tokensPerCall;
  private final Deque<Dataset<Row>> unfinished = new ArrayDeque<>();
  private Iterator<Row> rows = Collections.emptyIterator();

  private Backlog(Row counts, List<Dataset<Row>> unfinished) {
    this.asked = counts.getLong(0);
    this.done = number(counts, 1);
    this.refused = number(counts, 2);
    this.failed = number(counts, 3);
    this.operation = counts.getString(4);
    this.tokensPerCall = number(counts, 5);
    if (done + refused + failed < asked) {
      this.unfinished.addAll(unfinished);
    }
  }

  /**
   * A work that is not finished.
   *
   * @param generation the generation to create next
   * @param failures how often the provider gave it up
   * @param upload the last upload of its content
   */
  record Next(Work work, int generation, int failures, PastUpload upload) {}

  /**
   * Holds works against the ledger as it is now.
   *
   * @param namespace the provider's: uploads at others are of no use
   * @param underWay keys of works that the provider may have: they come first, for it keeps results
   *     for a while only
   */
  static Backlog of(
      Warehouse warehouse, String namespace, Dataset<Row> works, Set<String> underWay) {
    Dataset<Row> calls = warehouse.read(CallRow.TABLE);
    Row counts =
        against(calls, works)
            .agg(
                count(lit(1)),
                sum(when(stands(FactKind.DONE), 1L).otherwise(0L)),
                sum(when(stands(FactKind.REFUSED), 1L).otherwise(0L)),
                sum(when(stands(FactKind.FAILED), 1L).otherwise(0L)),
                max("operation"),
                max("output_tokens"))
            .first();
    Dataset<Row> uploads = uploads(warehouse, namespace);
    if (underWay.isEmpty()) {
      return new Backlog(counts, List.of(unfinished(calls, works, uploads)));
    }
    Dataset<Row> keys =
        broadcast(
            works.sparkSession().createDataset(List.copyOf(underWay), Encoders.STRING()).toDF(KEY));
    // The few that are under way are picked before anything is joined with them.
    Dataset<Row> started =
        unfinished(calls.join(keys, KEY, "left_semi"), works.join(keys, KEY, "left_semi"), uploads);
    Dataset<Row> rest = unfinished(calls, works.join(keys, KEY, "left_anti"), uploads);
    return new Backlog(counts, List.of(started, rest));
  }

  private static Dataset<Row> against(Dataset<Row> calls, Dataset<Row> works) {
    return works
        .dropDuplicates(KEY)
        .join(standing(calls.withColumn(FAILURES, failures())), KEY, "left")
        .withColumn(STATE, coalesce(col(STATE), lit(OPEN)))
        .withColumn(FAILED_GENERATION, coalesce(col(FAILED_GENERATION), lit(0)))
        .withColumn(FAILURES, coalesce(col(FAILURES), lit(0)));
  }

  private static Dataset<Row> unfinished(
      Dataset<Row> calls, Dataset<Row> works, Dataset<Row> uploads) {
    return against(calls, works)
        .where(col(STATE).equalTo(OPEN))
        .drop(STATE)
        .join(uploads, new String[] {"content_id"}, "left");
  }

  // By content: facts are swept after a week, and an upload stays.
  private static Dataset<Row> uploads(Warehouse warehouse, String namespace) {
    Column ref =
        when(col("outcome").equalTo(FactKind.DONE.key()), coalesce(col("provider_ref"), lit("")))
            .otherwise("");
    return warehouse
        .read(CallRow.TABLE)
        .where(col("operation").equalTo(Works.ASSET).and(col("provider").equalTo(namespace)))
        .groupBy("content_id")
        .agg(max(struct(col("generation"), ref.as("ref"))).as(UPLOAD));
  }

  /** The next unfinished work, or empty when there is none. */
  Optional<Next> next() {
    if (!hasNext()) {
      return Optional.empty();
    }
    Row row = rows.next();
    int failedGeneration = row.getAs(FAILED_GENERATION);
    long failures = row.getAs(FAILURES);
    Row upload = row.getAs(UPLOAD);
    return Optional.of(
        new Next(
            Work.CODEC.fromRow(row),
            failedGeneration + 1,
            (int) failures,
            upload == null
                ? PastUpload.NONE
                : new PastUpload(upload.getInt(0), upload.getString(1))));
  }

  boolean hasNext() {
    while (!rows.hasNext() && !unfinished.isEmpty()) {
      rows = unfinished.poll().toLocalIterator();
    }
    return rows.hasNext();
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

  /** What is to be done; all works of a backlog are of one operation. Null without any. */
  String operation() {
    return operation;
  }

  /** Tokens that one of them answers at most. */
  long tokensPerCall() {
    return tokensPerCall;
  }

  /**
   * What a work's rows add up to: {@code state} (done, refused, failed or open), {@code
   * failed_generation} (the last; null for none) and {@code failures}.
   *
   * @param rows with {@code work_key, generation, outcome} and the {@link #failures} of each
   * @param more what else to gather of a work's rows
   */
  static Dataset<Row> standing(Dataset<Row> rows, Column... more) {
    Column failed = col("outcome").equalTo(FactKind.FAILED.key());
    List<Column> gathered = new ArrayList<>(List.of(more));
    gathered.add(max(when(failed, col("generation"))).as(FAILED_GENERATION));
    gathered.add(sum(FAILURES).as(FAILURES));
    return rows.groupBy(KEY)
        .agg(
            when(ever(FactKind.DONE), FactKind.DONE.key())
                .when(ever(FactKind.REFUSED), FactKind.REFUSED.key())
                .when(sum(FAILURES).geq(WorkState.MOST_FAILURES), FactKind.FAILED.key())
                .otherwise(OPEN)
                .as(STATE),
            gathered.toArray(new Column[0]));
  }

  /** Of a {@link #standing}: whether the work has ended so. */
  static Column stands(FactKind how) {
    return col(STATE).equalTo(how.key());
  }

  /**
   * As how many failures a call counts: none when the provider never accepted it, all when its
   * answer was lost, because another one would be lost as well.
   */
  static Column failures() {
    Column code = coalesce(col("error_code"), lit(""));
    return when(
            col("outcome")
                .notEqual(FactKind.FAILED.key())
                .or(code.equalTo(Reconciler.NEVER_ACCEPTED)),
            0)
        .when(code.equalTo(AfterLook.ANSWER_LOST), WorkState.MOST_FAILURES)
        .otherwise(1);
  }

  private static Column ever(FactKind kind) {
    return max(col("outcome").equalTo(kind.key()));
  }

  private static long number(Row row, int at) {
    return row.isNullAt(at) ? 0 : row.getLong(at);
  }
}
