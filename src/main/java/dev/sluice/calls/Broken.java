package dev.sluice.calls;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.sluice.spend.FactKind;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Quarantines works that ended without an answer, and works of which nobody will find out what
 * became of them; releases those of which somebody did.
 */
final class Broken {
  private static final String UNSURE = "unsure";

  private final Warehouse warehouse;
  private final Clock clock;

  Broken(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Writes one row per work, with the last reason. Free; idempotent. */
  void quarantine(String operation, Book book) {
    Map<String, QuarantineRow> rows = new LinkedHashMap<>();
    for (CallRow call : last(book.broken())) {
      rows.put(
          call.workKey(),
          new QuarantineRow(
              call.operation(),
              call.workKey(),
              call.errorCode() == null ? call.outcome() : call.errorCode(),
              "%s of %s: %s"
                  .formatted(call.operation(), book.broken().get(call.workKey()), call.message()),
              call.completedAt(),
              true));
    }
    for (Work work : book.unsure()) {
      rows.put(
          work.workKey(),
          new QuarantineRow(
              operation,
              work.workKey(),
              UNSURE,
              "%s of %s may have been accepted, and no list of the provider can say so; look there, or pay it again with calls.on-unsure: pay"
                  .formatted(operation, work.sourceUri()),
              clock.instant(),
              true));
    }
    if (!rows.isEmpty()) {
      warehouse.appendNew(
          QuarantineRow.TABLE, warehouse.dataset(QuarantineRow.TABLE, List.copyOf(rows.values())));
    }
  }

  /**
   * Takes works out of quarantine that were held there and are answered after all. Free;
   * idempotent.
   */
  void release() {
    if (!warehouse.exists(QuarantineRow.TABLE)) {
      return;
    }
    Dataset<Row> rows = warehouse.read(QuarantineRow.TABLE);
    Dataset<Row> answered =
        warehouse
            .read(CallRow.TABLE)
            .where(col("outcome").equalTo(FactKind.DONE.key()))
            .join(broadcast(rows.where(isUnsure()).select(col("key").as("work_key"))), "work_key")
            .select(col("work_key").as("key"))
            .distinct();
    List<String> keys = answered.as(Encoders.STRING()).collectAsList();
    if (!keys.isEmpty()) {
      warehouse.replace(
          QuarantineRow.TABLE, rows.where(not(isUnsure().and(col("key").isin(keys.toArray())))));
    }
  }

  private static Column isUnsure() {
    return col("reason").equalTo(UNSURE);
  }

  private List<CallRow> last(Map<String, String> broken) {
    List<CallRow> rows = new ArrayList<>();
    if (broken.isEmpty()) {
      return rows;
    }
    Dataset<Row> keys =
        warehouse
            .spark()
            .createDataset(List.copyOf(broken.keySet()), Encoders.STRING())
            .toDF("work_key");
    for (Row row :
        warehouse
            .read(CallRow.TABLE)
            .join(broadcast(keys), "work_key")
            .where(col("outcome").notEqual(FactKind.DONE.key()))
            .orderBy("generation")
            .collectAsList()) {
      rows.add(CallRow.TABLE.fromRow(row));
    }
    return rows;
  }
}
