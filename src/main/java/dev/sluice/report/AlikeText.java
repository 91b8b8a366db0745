package dev.sluice.report;

import java.util.Locale;

/** Says in words why two clusters may be one category. */
record AlikeText(Findings findings) {

  String of(Findings.Alike pair) {
    return String.format(
        Locale.ROOT,
        "%s and %s may be one category: their centres are %s of their spreads apart, %s of their items lie almost as near to another centre",
        name(pair.one()),
        name(pair.other()),
        Figures.measure(pair.separation()),
        Figures.percent(pair.smallMargins()));
  }

  private String name(int cluster) {
    String label =
        findings.clusters().stream()
            .filter(c -> c.id() == cluster && c.label() != null)
            .map(Findings.Cluster::label)
            .findFirst()
            .orElse("unnamed");
    return "#%d (%s)".formatted(cluster, label);
  }
}
