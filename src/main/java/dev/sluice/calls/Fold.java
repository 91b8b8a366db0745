package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Brings finished facts from the journal into {@code responses} and {@code calls}, in this order.
 * Free, idempotent, and safe to stop anywhere: what is there already is left alone. The only writer
 * of both tables; runs under the lease.
 */
final class Fold {
  private static final int AT_ONCE = 20_000;
  private static final int PER_TASK = 500;
  private static final int MOST_TASKS = 64;

  private final Warehouse warehouse;
  private final JournalPlace place;
  private final PriceList prices;
  private final BooleanSupplier leaseHeld;

  /**
   * A fold.
   *
   * @param leaseHeld asked before every write: who was taken over writes nothing more
   */
  Fold(Warehouse warehouse, JournalPlace place, PriceList prices, BooleanSupplier leaseHeld) {
    this.leaseHeld = leaseHeld;
    this.warehouse = warehouse;
    this.place = place;
    this.prices = prices;
  }

  /**
   * Looks through the whole journal: folds what the ledger lacks and says what is under way.
   *
   * @return per work and generation that has not ended, the fact that says how far it came
   */
  List<FactName> everything() {
    Dataset<String> facts =
        warehouse
            .spark()
            .createDataset(Journal.shards(), Encoders.STRING())
            .repartition(
                Math.min(MOST_TASKS, 2 * warehouse.spark().sparkContext().defaultParallelism()))
            .mapPartitions(new ListShards(place), Encoders.STRING())
            .persist();
    try {
      Dataset<Row> names = facts.toDF("file");
      Dataset<String> unfolded =
          names
              .where(col("file").rlike("\\.(done|refused|failed)$"))
              .join(ledger(), names.col("file").equalTo(col("folded")), "left_anti")
              .as(Encoders.STRING());
      while (true) {
        List<String> some = unfolded.limit(AT_ONCE).collectAsList();
        foldFiles(some);
        if (some.size() < AT_ONCE) {
          break;
        }
      }
      List<FactName> underWay = new ArrayList<>();
      for (String file :
          names
              .where(col("file").rlike("\\.(intent|created)$"))
              .as(Encoders.STRING())
              .collectAsList()) {
        FactName.parse(file).ifPresent(underWay::add);
      }
      return underWay;
    } finally {
      facts.unpersist();
    }
  }

  /**
   * Folds these facts, in pieces that bound the memory of tasks and driver. One that is told twice,
   * by who wrote it and by who looked, is one.
   */
  void fold(Collection<FactName> facts) {
    List<String> files = facts.stream().map(FactName::file).distinct().toList();
    for (int from = 0; from < files.size(); from += AT_ONCE) {
      foldFiles(files.subList(from, Math.min(files.size(), from + AT_ONCE)));
    }
  }

  private void foldFiles(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Dataset<Row> read =
        warehouse
            .spark()
            .createDataset(names, Encoders.STRING())
            .repartition(Math.max(1, Math.min(MOST_TASKS, names.size() / PER_TASK + 1)))
            .mapPartitions(new ReadFacts(place, prices), Encoders.row(ReadFacts.SCHEMA))
            .persist(StorageLevel.DISK_ONLY());
    try {
      demandLease();
      warehouse.appendNew(
          ResponseRow.TABLE,
          read.where(col(ReadFacts.RESPONSE).isNotNull()).select(ReadFacts.RESPONSE + ".*"));
      CrashPoints.reached(CrashPoints.FOLDING, "");
      demandLease();
      Dataset<Row> calls = unknown(read.select(ReadFacts.CALL + ".*"));
      if (!calls.isEmpty()) {
        warehouse.append(CallRow.TABLE, calls);
      }
    } finally {
      read.unpersist();
    }
  }

  private void demandLease() {
    if (!leaseHeld.getAsBoolean()) {
      throw new SpendingStopped(
          SpendingStopped.Why.AGAIN,
          "another run took over this warehouse; what is answered is in the journal");
    }
  }

  // A generation that the ledger has as failed may still get its answer. That row is added too:
  // without it the work would be bought again.
  private Dataset<Row> unknown(Dataset<Row> calls) {
    Dataset<Row> known =
        warehouse.read(CallRow.TABLE).select("work_key", "generation", "outcome").alias("known");
    return calls
        .alias("new")
        .join(
            known,
            col("new.work_key")
                .equalTo(col("known.work_key"))
                .and(col("new.generation").equalTo(col("known.generation")))
                .and(
                    col("known.outcome")
                        .equalTo(FactKind.DONE.key())
                        .or(col("new.outcome").notEqual(FactKind.DONE.key()))),
            "left_anti");
  }

  private Dataset<Row> ledger() {
    return warehouse
        .read(CallRow.TABLE)
        .select(
            concat_ws(".", col("work_key"), col("generation").cast("string"), col("outcome"))
                .as("folded"));
  }
}
