package dev.sluice.trends;

import dev.sluice.step.StepReport;
import dev.sluice.tables.TrendChangeRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the trends step says. */
final class TrendsReport {
  private static final int SHOWN = 10;

  private TrendsReport() {}

  static StepReport of(
      TrendsConf conf, TrendsStep.Span span, List<TrendsStep.Compared> compared, boolean wrote) {
    List<TrendChangeRow> rows =
        compared.stream().flatMap(one -> one.changes().rows().stream()).toList();
    long rising = directed(rows, TrendChangeRow.RISING);
    long falling = directed(rows, TrendChangeRow.FALLING);
    StepReport.Builder report =
        StepReport.of(
            span.isDated()
                ? "footage from %s to %s: %d rising, %d falling of %d rates compared"
                    .formatted(span.oldest(), span.newest(), rising, falling, rows.size())
                : "no trends: no item of the dataset has a captured_at");
    if (span.undated() > 0 && span.isDated()) {
      report.line(
          "%d of %d items have no captured_at and are in no trend"
              .formatted(span.undated(), span.items()));
    }
    if (conf.beforeAfter() != null && span.isDated() && compared.size() == 1) {
      report.line(
          "before and after %s: all footage is on one side of it".formatted(conf.beforeAfter()));
    }
    compared.forEach(one -> describe(one, report));
    report
        .count("items", span.items())
        .count("undated", span.undated())
        .count("compared", rows.size())
        .count("rising", rising)
        .count("falling", falling);
    return wrote ? report.wrote().build() : report.build();
  }

  private static void describe(TrendsStep.Compared one, StepReport.Builder report) {
    Period period = one.period();
    List<TrendChangeRow> changed =
        one.changes().rows().stream()
            .filter(row -> !row.direction().equals(TrendChangeRow.STEADY))
            .sorted(Comparator.comparingDouble(TrendsReport::nearness))
            .toList();
    changed.stream().limit(SHOWN).forEach(row -> report.line(sentence(row)));
    if (changed.size() > SHOWN) {
      report.line(
          "%d more in trend_changes where period = '%s'"
              .formatted(changed.size() - SHOWN, period.kind()));
    }
    if (one.changes().tooLittle() > 0) {
      report.line(
          "%s to %s against before: %d rates left out, too little footage or too few items"
              .formatted(period.afterFrom(), period.until(), one.changes().tooLittle()));
    }
    if (one.onOneSideOnly() > 0) {
      report.line(
          "%s to %s against before: cameras with footage on one side only, not compared: %d"
              .formatted(period.afterFrom(), period.until(), one.onOneSideOnly()));
    }
  }

  // The end of the interval that is next to 1, as a distance from it: the surest change first.
  private static double nearness(TrendChangeRow row) {
    return row.direction().equals(TrendChangeRow.RISING)
        ? -Math.log(row.low())
        : Math.log(row.high());
  }

  private static String sentence(TrendChangeRow row) {
    String where = row.value().isEmpty() ? "" : " (%s %s)".formatted(row.dimension(), row.value());
    String times =
        row.ratio() == null
            ? "from nothing, at least %s times".formatted(number(row.low()))
            : "%s times (%s to %s)"
                .formatted(
                    number(row.ratio()),
                    number(row.low()),
                    row.high() == null ? "any" : number(row.high()));
    return "%s: %s%s, %s to %s an hour, %s; %s to %s against %s to %s"
        .formatted(
            row.direction(),
            row.label(),
            where,
            number(row.beforeRate()),
            number(row.afterRate()),
            times,
            row.afterFrom(),
            row.until(),
            row.beforeFrom(),
            row.afterFrom().minusDays(1));
  }

  private static long directed(List<TrendChangeRow> rows, String direction) {
    return rows.stream().filter(row -> row.direction().equals(direction)).count();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
  }
}
