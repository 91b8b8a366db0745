package dev.sluice.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The rates of labels day by day, as the page's chart takes them. */
record TrendView(Checks.Trends trends, Palette palette) {

  /** Whether there are two days to draw a line between. */
  boolean isThere() {
    return trends != null && trends.days().size() > 1;
  }

  /** What the chart says, for those who do not see it. */
  String alternative() {
    return "Items per hour of footage by day, %s to %s: %s. The numbers are in the table trends."
        .formatted(
            trends.days().get(0),
            trends.days().get(trends.days().size() - 1),
            String.join(", ", trends.rates().stream().map(Checks.Rates::label).toList()));
  }

  /** What the page's script draws. */
  Map<String, Object> data() {
    return Map.of("days", trends.days(), "lines", trends.rates().stream().map(this::line).toList());
  }

  private Map<String, Object> line(Checks.Rates rates) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("label", rates.label());
    line.put("colour", palette.number(rates.label()));
    line.put("rates", rates.byDay());
    return line;
  }
}
