package dev.sluice.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Single findings as the template asks for them. */
final class PageRows {
  private PageRows() {}

  /** The clustering that the page shows. */
  static Map<String, Object> origin(Findings.Origin o) {
    Map<String, Object> map = new HashMap<>();
    map.put("lens", o.lens());
    map.put("unit", o.unit().equals("clip") ? "clips of recordings" : "whole videos");
    map.put("k", o.k());
    map.put("kChosenBy", o.kChosenBy());
    map.put("silhouette", o.silhouette() == null ? false : Figures.measure(o.silhouette()));
    map.put("taxonomy", o.taxonomy() == null ? false : o.taxonomy());
    map.put("model", o.model() == null ? false : o.model());
    return map;
  }

  /** How a cluster got its name, or why it has none. */
  static String votes(Findings.Cluster c, boolean emulated) {
    if (c.labelSource().equals("review")) {
      return "named by a person";
    }
    if (c.label() != null) {
      return c.votes() + " of " + c.asked() + " votes";
    }
    if (c.asked() == 0) {
      return "not asked yet";
    }
    if (c.votes() > 0) {
      return c.votes() + " of " + c.asked() + " votes, too few";
    }
    return emulated ? "nothing the local model knows" : "the model abstained";
  }

  /** A span of a video: {@code 0–5 s}. */
  static String span(double startSec, double endSec) {
    return "%s–%s s".formatted(Figures.amount(startSec), Figures.amount(endSec));
  }

  /** A row of the quarantine table. */
  static Map<String, Object> refusal(Findings.Refusal r) {
    List<String> examples = r.examples();
    return Map.of(
        "step",
        r.step(),
        "reason",
        r.reason().replace('_', ' '),
        "count",
        Figures.count(r.count()),
        "detail",
        r.detail(),
        "examples",
        String.join(", ", examples) + (r.count() > examples.size() ? ", …" : ""));
  }

  /** A row of the spend table. */
  static Map<String, Object> charge(Findings.Charge c) {
    return Map.of(
        "operation",
        c.operation(),
        "provider",
        c.provider(),
        "model",
        c.model().isEmpty() ? "–" : c.model(),
        "outcome",
        c.outcome(),
        "calls",
        Figures.count(c.calls()),
        "units",
        Figures.amount(c.units()) + " " + c.unit().replace('_', ' '),
        "price",
        Figures.money(c.price(), c.currency()),
        "unknown",
        c.billedUnknown() == 0 ? "" : Figures.count(c.billedUnknown()) + " unknown");
  }

  /** A row of the releases table. */
  static Map<String, Object> release(Findings.Release r) {
    return Map.of(
        "name",
        r.name(),
        "formats",
        r.formats().replace(",", ", "),
        "items",
        Figures.count(r.items()),
        "classes",
        r.classes(),
        "leftOut",
        Figures.count(r.leftOut()),
        "at",
        r.at(),
        "uri",
        r.uri());
  }
}
