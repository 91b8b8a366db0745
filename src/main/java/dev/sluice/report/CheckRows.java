package dev.sluice.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the labels were held against, as the template asks for it. */
final class CheckRows {
  /** Truths and labels of a matrix that still reads well. */
  static final int MATRIX = 12;

  private static final String DASH = "–";

  private CheckRows() {}

  /** Every key of the sections about checks. */
  static Map<String, Object> of(Checks checks) {
    Map<String, Object> map = new HashMap<>();
    Checks.Contradictions contradictions = checks.contradictions();
    map.put("truth", checks.truth() == null ? false : truth(checks.truth()));
    map.put("hasAgreements", !checks.agreements().isEmpty());
    map.put("agreements", checks.agreements().stream().map(CheckRows::agreement).toList());
    map.put("isChecked", checks.truth() != null || !checks.agreements().isEmpty());
    map.put("hasContradictions", contradictions.all() > 0);
    map.put("contradictionNote", note(contradictions));
    map.put(
        "contradictions", contradictions.shown().stream().map(CheckRows::contradiction).toList());
    map.put("trends", checks.trends() == null ? false : trends(checks.trends()));
    return map;
  }

  private static Map<String, Object> truth(Checks.Truth t) {
    Map<String, Object> map = new HashMap<>();
    map.put("truthItems", Figures.counted(t.items(), "item"));
    map.put("named", t.hasCommonNames());
    map.put("accuracy", Figures.percent(t.accuracy()));
    map.put("coverage", Figures.percent(t.coverage()));
    map.put("macroF1", Figures.measure(t.macroF1()));
    map.put("purity", Figures.measure(t.purity()));
    map.put("nmi", Figures.measure(t.nmi()));
    map.put("ari", Figures.measure(t.ari()));
    map.put("classes", t.classes().stream().map(CheckRows::score).toList());
    Set<String> answers = new LinkedHashSet<>();
    t.classes().stream().filter(c -> c.precision() != null).forEach(c -> answers.add(c.name()));
    List<Checks.ClassScore> truths = t.classes().stream().filter(c -> c.support() > 0).toList();
    boolean small = truths.size() <= MATRIX && answers.size() <= MATRIX;
    map.put("matrix", small && !answers.isEmpty() ? matrix(t, truths, answers) : false);
    map.put("mistakes", small ? false : mistakes(t));
    return map;
  }

  private static Map<String, Object> score(Checks.ClassScore c) {
    return Map.of(
        "name", c.name(),
        "support", Figures.count(c.support()),
        "precision", share(c.precision()),
        "recall", share(c.recall()),
        "f1", Figures.measure(c.f1()));
  }

  private static Map<String, Object> matrix(
      Checks.Truth t, List<Checks.ClassScore> truths, Set<String> answers) {
    Map<String, Long> items = new HashMap<>();
    t.pairs().forEach(pair -> items.put(key(pair.truth(), pair.label()), pair.items()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Checks.ClassScore truth : truths) {
      List<Map<String, Object>> cells = new ArrayList<>();
      long left = truth.support();
      for (String answer : answers) {
        long n = items.getOrDefault(key(truth.name(), answer), 0L);
        left -= n;
        cells.add(cell(n, truth.support(), answer.equals(truth.name())));
      }
      cells.add(cell(left, truth.support(), false));
      rows.add(Map.of("name", truth.name(), "cells", cells));
    }
    return Map.of("answers", List.copyOf(answers), "rows", rows);
  }

  private static String key(String truth, String label) {
    return truth + "\n" + label;
  }

  private static Map<String, Object> cell(long items, long of, boolean isRight) {
    return Map.of(
        "items",
        items == 0 ? "" : Figures.count(items),
        "isRight",
        isRight,
        "shade",
        Math.round(100.0 * items / of));
  }

  private static Map<String, Object> mistakes(Checks.Truth t) {
    List<Checks.Pair> wrong =
        t.pairs().stream().filter(pair -> !pair.truth().equals(pair.label())).toList();
    return Map.of(
        "rows",
        wrong.stream()
            .limit(CheckTables.SHOWN)
            .map(
                pair ->
                    Map.of(
                        "truth", pair.truth(),
                        "label", pair.label(),
                        "items", Figures.count(pair.items())))
            .toList());
  }

  private static Map<String, Object> agreement(Checks.Agreement a) {
    return Map.of(
        "against", a.against(),
        "items", Figures.count(a.items()),
        "share", Figures.percent(a.share()),
        "kappa", share(a.kappa()));
  }

  private static String share(Double value) {
    return value == null ? DASH : Figures.measure(value);
  }

  private static String note(Checks.Contradictions c) {
    String shown = c.shown().size() < c.all() ? " The first %d:".formatted(c.shown().size()) : "";
    return "%s, %s across groups.%s"
        .formatted(
            Figures.counted(c.all(), "contradiction"), Figures.count(c.acrossGroups()), shown);
  }

  private static Map<String, Object> contradiction(Checks.Contradiction c) {
    return Map.of(
        "what",
        c.what(),
        "names",
        c.names(),
        "across",
        c.acrossGroups(),
        "where",
        switch (c.foundIn()) {
          case "ground_truth" -> "ground truth of " + Figures.counted(c.items(), "name");
          case "neighbours" -> "nearest neighbours, cosine " + Figures.measure(c.cosine());
          default -> "labels of " + Figures.counted(c.items(), "item");
        });
  }

  private static Map<String, Object> trends(Checks.Trends t) {
    Map<String, Object> map = new HashMap<>();
    long rising = t.changed().stream().filter(Checks.Change::isRising).count();
    map.put(
        "trendNote",
        t.compared() == 0
            ? "Too little footage or too few items to compare any rate."
            : "%d rising, %d falling of %s compared; by chance alone about one in twenty seems to change."
                .formatted(
                    rising, t.changed().size() - rising, Figures.counted(t.compared(), "rate")));
    map.put("hasChanges", !t.changed().isEmpty());
    map.put(
        "changes", t.changed().stream().limit(CheckTables.SHOWN).map(CheckRows::change).toList());
    int more = t.changed().size() - CheckTables.SHOWN;
    map.put("more", more > 0 ? Figures.counted(more, "more change") : false);
    return map;
  }

  private static Map<String, Object> change(Checks.Change c) {
    Map<String, Object> map = new HashMap<>();
    map.put("label", c.label());
    map.put("isRising", c.isRising());
    map.put("direction", c.isRising() ? "rising" : "falling");
    map.put("where", c.value().isEmpty() ? "everywhere" : c.dimension() + " " + c.value());
    map.put("beforeRate", Figures.measure(c.beforeRate()));
    map.put("afterRate", Figures.measure(c.afterRate()));
    map.put("before", side(c.beforeItems(), c.beforeHours(), c.before()));
    map.put("after", side(c.afterItems(), c.afterHours(), c.after()));
    map.put("ratio", c.ratio() == null ? "from nothing" : "× " + Figures.measure(c.ratio()));
    map.put(
        "interval",
        c.high() == null
            ? "at least " + Figures.measure(c.low())
            : Figures.measure(c.low()) + " to " + Figures.measure(c.high()));
    return map;
  }

  private static String side(long items, double hours, String days) {
    return "%s in %s, %s"
        .formatted(Figures.counted(items, "item"), Figures.time(hours * 3600), days);
  }
}
