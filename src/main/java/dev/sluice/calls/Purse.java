package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.sluice.spend.Budget;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** How much was spent and how much is left, by the ledger. Free. */
final class Purse {
  private final Warehouse warehouse;
  private final SpendSettings settings;

  Purse(Warehouse warehouse, SpendSettings settings) {
    this.warehouse = warehouse;
    this.settings = settings;
  }

  /** Money of calls of this run. */
  double spentInThisRun() {
    return spent(col("run_id").equalTo(settings.runId()));
  }

  /**
   * What may still be spent: the budget without what its period has cost, and without what was
   * begun in it and has not ended, whoever began it. Infinite without a budget.
   *
   * @param theirs the provider's clock, which the ledger goes by
   */
  double left(UnderWay underWay, Clock theirs) {
    if (settings.budget().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    Budget budget = settings.budget().get();
    return budget.amount()
        - spentOf(budget, theirs)
        - underWay.price(settings.prices(), counted(budget, theirs));
  }

  // Works that nobody asks for any more never end: for ever counted, they would use up every budget
  // but a total, of which they are a part.
  private Predicate<UnderWay.Started> counted(Budget budget, Clock theirs) {
    if (budget.per().equals("run")) {
      return one -> one.runId().equals(settings.runId());
    }
    Instant since = budget.since(theirs.instant(), settings.startedAt());
    return one -> !one.at().isBefore(since);
  }

  // This machine's clock says when the run began, the provider's when it was asked.
  private double spentOf(Budget budget, Clock theirs) {
    if (budget.per().equals("run")) {
      return spentInThisRun();
    }
    Instant since = budget.since(theirs.instant(), settings.startedAt());
    return spent(col("requested_at").geq(lit(Timestamp.from(since))));
  }

  private double spent(Column which) {
    Row row =
        warehouse
            .read(CallRow.TABLE)
            .where(which.and(col("billed").notEqual("no")))
            .agg(sum("price"))
            .first();
    return row.isNullAt(0) ? 0 : row.getDouble(0);
  }
}
