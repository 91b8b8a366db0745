package dev.sluice.trends;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.TrendChangeRow;
import dev.sluice.tables.TrendRow;
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Counts the labels of the dataset per hour of footage, by day, camera, site, zone and shift, and
 * says which rise and fall. An item counts where it begins. The newest day with footage takes the
 * place of today. Pays nothing. Idempotent: a second run writes nothing.
 */
public final class TrendsStep implements Step {
  private final TrendsConf conf;

  /** A step with these settings; local paths are absolute, or relative to the working folder. */
  public TrendsStep(TrendsConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "trends";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when the shifts cannot be used
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    Dataset<Row> cells = Cells.of(warehouse, shifts()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> byDimension = Cells.byDimension(cells);
      Span span = span(cells);
      boolean wrote = warehouse.replaceIfDifferent(TrendRow.TABLE, DailyRates.of(byDimension));
      List<Compared> compared = new ArrayList<>();
      for (Period period : periods(span)) {
        Sides sides = new Sides(byDimension, period);
        compared.add(
            new Compared(period, Changes.of(period, sides.counted(), conf), sides.onOneSideOnly()));
      }
      List<TrendChangeRow> rows =
          compared.stream().flatMap(one -> one.changes().rows().stream()).toList();
      wrote |=
          warehouse.replaceIfDifferent(
              TrendChangeRow.TABLE, warehouse.dataset(TrendChangeRow.TABLE, rows));
      return TrendsReport.of(conf, span, compared, wrote);
    } finally {
      cells.unpersist();
    }
  }

  /**
   * What there is footage of.
   *
   * @param items items of the dataset, one content counted once
   * @param undated those of which nobody knows when they were filmed
   * @param oldest first local day with footage; null without dated items
   * @param newest last local day with footage; null without dated items
   */
  record Span(long items, long undated, LocalDate oldest, LocalDate newest) {
    boolean isDated() {
      return newest != null;
    }
  }

  /** What a period showed; cameras with footage on one side only could not be compared. */
  record Compared(Period period, Changes changes, long onOneSideOnly) {}

  private Shifts shifts() {
    if (conf.shifts().isEmpty()) {
      return Shifts.NONE;
    }
    try {
      return ShiftsFile.read(Path.of(conf.shifts()));
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.USAGE, "trends: " + e.getMessage());
    }
  }

  private static Span span(Dataset<Row> cells) {
    Row row =
        cells
            .agg(
                coalesce(sum("items"), lit(0L)),
                coalesce(sum(when(col("day").isNull(), col("items"))), lit(0L)),
                min("day").cast("string"),
                max("day").cast("string"))
            .first();
    return new Span(row.getLong(0), row.getLong(1), day(row.getString(2)), day(row.getString(3)));
  }

  private static LocalDate day(String written) {
    return written == null ? null : LocalDate.parse(written);
  }

  private List<Period> periods(Span span) {
    List<Period> periods = new ArrayList<>();
    if (span.isDated()) {
      periods.add(Period.recent(span.newest(), conf.windowDays()));
      Optional.ofNullable(conf.beforeAfter())
          .flatMap(day -> Period.around(day, span.oldest(), span.newest()))
          .ifPresent(periods::add);
    }
    return periods;
  }
}
