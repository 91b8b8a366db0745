package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Brings finished facts from the journal into {@code responses} and {@code calls}, in this order.
 * Free, idempotent, and safe to stop anywhere: what is there already is left alone. The only writer
 * of both tables; runs under the lease.
 */
final class Fold {
  private final Warehouse warehouse;
  private final JournalPlace place;
  private final PriceList prices;

  Fold(Warehouse warehouse, JournalPlace place, PriceList prices) {
    this.warehouse = warehouse;
    this.place = place;
    this.prices = prices;
  }

  /** Folds what the ledger lacks of these facts, and says how many that were. */
  long fold(List<FactName> facts) {
    List<String> terminal =
        facts.stream().filter(name -> name.kind().terminal()).map(FactName::file).toList();
    if (terminal.isEmpty()) {
      return 0;
    }
    Set<String> folded = new HashSet<>(ledger());
    List<String> fresh = terminal.stream().filter(file -> !folded.contains(file)).toList();
    if (fresh.isEmpty()) {
      return 0;
    }
    Dataset<String> files =
        warehouse
            .spark()
            .createDataset(fresh, Encoders.STRING())
            .repartition(Math.max(1, Math.min(64, fresh.size() / 500 + 1)));
    Dataset<Row> responses =
        files.mapPartitions(
            new ReadFacts.AsResponses(place), Encoders.row(ResponseRow.TABLE.schema()));
    warehouse.appendNew(ResponseRow.TABLE, responses);
    CrashPoints.reached(CrashPoints.FOLDING, "");
    Dataset<Row> calls =
        files.mapPartitions(
            new ReadFacts.AsCalls(place, prices), Encoders.row(CallRow.TABLE.schema()));
    warehouse.appendNew(CallRow.TABLE, calls);
    return fresh.size();
  }

  private List<String> ledger() {
    return warehouse
        .read(CallRow.TABLE)
        .select(concat_ws(".", col("work_key"), col("generation").cast("string"), col("outcome")))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
