package dev.sluice.calls;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.sluice.media.Links;
import dev.sluice.spend.FactKind;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Quarantine;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Keeps quarantine true to the ledger: works that ended without an answer have a row, by the ledger
 * and not by what one run saw; works that wait for a person have one; works that are done have
 * none.
 */
final class Broken {
  /** It was accepted, and its answer cannot be had. */
  static final String NOT_FETCHED = "answer_not_fetched";

  /** Nobody can say whether it was accepted. */
  static final String UNSURE = "unsure";

  /** Its file is not there, or another one. */
  static final String UNREAD = QuarantineRow.UNREADABLE_FILE;

  private static final Object[] OPERATIONS = {Works.EMBED, Works.EMBED_TEXT, Works.ANALYZE};

  private final Warehouse warehouse;
  private final Clock clock;

  Broken(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Keys of works whose answers could not be had. */
  Set<String> inVain() {
    return new HashSet<>(
        rows()
            .where(col("reason").equalTo(NOT_FETCHED))
            .select("key")
            .as(Encoders.STRING())
            .collectAsList());
  }

  /**
   * Writes what is missing and removes what is not true any more. Free; idempotent; a repeat writes
   * nothing.
   *
   * @param works the works that were asked for
   * @param ended how many of them ended without an answer, ever
   * @param stuck those that wait for a person
   */
  void settle(Dataset<Row> works, long ended, List<Book.Stuck> stuck) {
    if (ended == 0 && stuck.isEmpty() && rows().isEmpty()) {
      return;
    }
    Dataset<Row> waiting = waiting(stuck);
    Dataset<Row> wanted = (ended > 0 ? waiting.unionByName(ended(works)) : waiting).persist();
    try {
      Quarantine.settle(warehouse, judged(wanted), wanted);
    } finally {
      wanted.unpersist();
    }
  }

  /** A source as quarantine may show it: a signature in a link would open the video. */
  private static final class Shown implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String uri) {
      return Links.shown(uri);
    }
  }

  private Dataset<Row> rows() {
    return warehouse
        .read(QuarantineRow.TABLE)
        .where(
            col("step")
                .isin(OPERATIONS)
                .and(col("reason").notEqual(QuarantineRow.UNREADABLE_ANSWER)));
  }

  private Dataset<Row> waiting(List<Book.Stuck> stuck) {
    List<QuarantineRow> rows = new ArrayList<>();
    for (Book.Stuck one : stuck) {
      String what = one.operation() + " of " + one.source();
      String detail =
          switch (one.reason()) {
            case NOT_FETCHED ->
                "%s was accepted, and its answer cannot be had (%s); each run tries again, nothing is paid for it again"
                    .formatted(what, one.why());
            case UNREAD ->
                "%s was not sent: %s; the next run looks for the file again"
                    .formatted(what, one.why());
            default ->
                "%s may have been accepted, and no list of the provider can say so; look there, or pay it again with calls.on-unsure: pay"
                    .formatted(what);
          };
      rows.add(
          new QuarantineRow(
              one.operation(), one.workKey(), one.reason(), detail, clock.instant(), true));
    }
    return warehouse.dataset(QuarantineRow.TABLE, rows);
  }

  private Dataset<Row> ended(Dataset<Row> works) {
    Column call = struct(col("error_code"), col("outcome"), col("message"), col("completed_at"));
    Dataset<Row> ledger =
        Backlog.standing(
            warehouse.read(CallRow.TABLE).withColumn(Backlog.FAILURES, Backlog.failures()),
            max_by(call, col("generation")).as("call"));
    return works
        .select("work_key", "operation", "source_uri")
        .dropDuplicates("work_key")
        .join(ledger, "work_key")
        .where(Backlog.stands(FactKind.REFUSED).or(Backlog.stands(FactKind.FAILED)))
        .select(
            col("operation").as("step"),
            col("work_key").as("key"),
            coalesce(col("call.error_code"), col("call.outcome")).as("reason"),
            concat(
                    col("operation"),
                    lit(" of "),
                    udf(new Shown(), DataTypes.StringType).apply(col("source_uri")),
                    lit(": "),
                    coalesce(col("call.message"), lit("no reason was given")))
                .as("detail"),
            col("call.completed_at").as("first_seen"),
            lit(true).as("replayable"));
  }

  // A work that is done needs nobody, and of two reasons the later one is true.
  private Dataset<Row> judged(Dataset<Row> wanted) {
    Dataset<Row> rows = rows();
    if (rows.isEmpty()) {
      return rows;
    }
    Dataset<Row> done =
        warehouse
            .read(CallRow.TABLE)
            .where(col("outcome").equalTo(FactKind.DONE.key()))
            .select(col("work_key").as("key"));
    return rows.join(done, new String[] {"key"}, "left_semi")
        .unionByName(rows.join(wanted, new String[] {"step", "key"}, "left_semi"));
  }
}
