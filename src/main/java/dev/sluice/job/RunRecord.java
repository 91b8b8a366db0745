package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.spend.PriceList;
import dev.sluice.step.ExitCode;
import dev.sluice.step.RunInfo;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.RunRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Warehouse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What a run leaves in table {@code runs}, and its bill.
 *
 * @param provider who was paid
 * @param prices the price list in force
 */
record RunRecord(Warehouse warehouse, ProviderSpec provider, PriceList prices) {

  /**
   * How a run went.
   *
   * @param before versions of the tables when it began
   */
  record Course(
      Instant startedAt,
      Instant endedAt,
      ExitCode exit,
      String message,
      List<RunOutcome.StepDone> done,
      Map<String, String> before) {}

  /** What this run and all before it cost, by the ledger. */
  RunOutcome.Bill bill(DeltaSpender spender) {
    Optional<PriceList> list = SpecFiles.prices(provider.listPrices());
    double ever = 0;
    double listEver = 0;
    for (Row row :
        warehouse
            .read(CallRow.TABLE)
            .where(col("billed").notEqual("no"))
            .groupBy("operation")
            .agg(sum("price"), sum("units"))
            .collectAsList()) {
      ever += row.getDouble(1);
      if (list.isPresent()) {
        listEver += list.get().priceOfUnits(row.getString(0), row.getDouble(2));
      }
    }
    return new RunOutcome.Bill(
        spender.creates(),
        spender.spentInThisRun(),
        ever,
        prices.currency(),
        named(prices),
        list.map(RunRecord::named).orElse(""),
        listEver,
        list.map(PriceList::currency).orElse(""));
  }

  /** Writes the row. */
  void write(RunInfo run, Course course, RunOutcome.Bill bill) {
    Map<String, String> counts = new LinkedHashMap<>();
    for (RunOutcome.StepDone step : course.done()) {
      step.report()
          .counts()
          .forEach((name, value) -> counts.put(step.name() + "." + name, value.toString()));
      counts.put(step.name() + ".ms", Long.toString(step.took().toMillis()));
    }
    warehouse.append(
        RunRow.TABLE,
        List.of(
            new RunRow(
                run.runId(),
                run.job(),
                course.startedAt(),
                course.endedAt(),
                course.exit().number(),
                course.message(),
                course.done().stream()
                    .map(RunOutcome.StepDone::name)
                    .collect(Collectors.joining(",")),
                counts,
                bill.creates(),
                bill.spent(),
                bill.currency(),
                course.before(),
                warehouse.versions(Tables.ALL),
                run.configHash(),
                run.codeVersion())));
  }

  private static String named(PriceList prices) {
    return prices.name() + " as of " + prices.asOf();
  }
}
