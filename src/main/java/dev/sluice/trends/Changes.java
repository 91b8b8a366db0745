package dev.sluice.trends;

import dev.sluice.tables.TrendChangeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rose and what fell in a period. Pure.
 *
 * @param rows every label at every place of which there is enough
 * @param tooLittle labels at places of which there is too little to say anything
 */
record Changes(List<TrendChangeRow> rows, long tooLittle) {

  private record Series(String label, String dimension, String value) {}

  /** Holds the sides against each other. */
  static Changes of(Period period, List<Sides.Counted> counted, TrendsConf conf) {
    Map<Series, List<Sides.Counted>> bySeries = new LinkedHashMap<>();
    for (Sides.Counted c : counted) {
      bySeries
          .computeIfAbsent(
              new Series(c.label(), c.dimension(), c.value()), series -> new ArrayList<>())
          .add(c);
    }
    List<TrendChangeRow> rows = new ArrayList<>();
    long tooLittle = 0;
    for (Map.Entry<Series, List<Sides.Counted>> series : bySeries.entrySet()) {
      if (isEnough(series.getValue(), conf)) {
        rows.add(row(period, series.getKey(), series.getValue()));
      } else {
        tooLittle++;
      }
    }
    return new Changes(List.copyOf(rows), tooLittle);
  }

  private static boolean isEnough(List<Sides.Counted> cameras, TrendsConf conf) {
    Sides.Counted any = cameras.get(0);
    long items = cameras.stream().mapToLong(c -> c.camera().items()).sum();
    return items >= conf.minItems()
        && any.placeHoursBefore() >= conf.minHours()
        && any.placeHoursAfter() >= conf.minHours();
  }

  private static TrendChangeRow row(Period period, Series series, List<Sides.Counted> cameras) {
    Dispersion dispersion = new Dispersion();
    long before = 0;
    long after = 0;
    for (Sides.Counted c : cameras) {
      Stratum camera = c.camera();
      before += camera.itemsBefore();
      after += camera.itemsAfter();
      dispersion.add(
          camera.itemsBefore(), c.before().squares(), camera.hoursBefore(), c.before().days());
      dispersion.add(
          camera.itemsAfter(), c.after().squares(), camera.hoursAfter(), c.after().days());
    }
    RateRatio ratio =
        RateRatio.of(cameras.stream().map(Sides.Counted::camera).toList(), dispersion.factor());
    double hoursBefore = cameras.get(0).placeHoursBefore();
    double hoursAfter = cameras.get(0).placeHoursAfter();
    return new TrendChangeRow(
        period.kind(),
        series.label(),
        series.dimension(),
        series.value(),
        period.beforeFrom(),
        period.afterFrom(),
        period.until(),
        before,
        hoursBefore,
        before / hoursBefore,
        after,
        hoursAfter,
        after / hoursAfter,
        finite(ratio.ratio()),
        ratio.low(),
        finite(ratio.high()),
        dispersion.factor(),
        direction(ratio));
  }

  private static Double finite(double value) {
    return Double.isInfinite(value) ? null : Double.valueOf(value);
  }

  private static String direction(RateRatio ratio) {
    if (ratio.low() > 1) {
      return TrendChangeRow.RISING;
    }
    return ratio.high() < 1 ? TrendChangeRow.FALLING : TrendChangeRow.STEADY;
  }
}
