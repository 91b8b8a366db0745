package dev.sluice.report;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.EvaluationRow;
import dev.sluice.tables.TrendChangeRow;
import dev.sluice.tables.TrendRow;
import dev.sluice.tables.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the report step reads of evaluations and trends. */
final class CheckTables {
  /** Contradictions and changes shown at most. */
  static final int SHOWN = 30;

  // More lines than this cannot be told apart, more days not be read.
  private static final int MOST_LINES = 8;
  private static final int MOST_DAYS = 366;

  private static final String TRUTH = "ground_truth";
  private static final String ARROW = " -> ";

  private CheckTables() {}

  /** Everything that was checked about a clustering's labels. */
  static Checks of(Warehouse warehouse, String clusteringId) {
    Column own = col("clustering_id").equalTo(clusteringId);
    Column contradiction = col("scope").equalTo(EvaluationRow.CONTRADICTION);
    List<EvaluationRow> measures =
        warehouse.rows(EvaluationRow.TABLE, own.and(col("scope").isin("overall", "class", "pair")));
    return new Checks(
        truth(measures),
        agreements(measures),
        contradictions(warehouse.read(EvaluationRow.TABLE).where(own.and(contradiction))),
        trends(warehouse));
  }

  private static Checks.Truth truth(List<EvaluationRow> measures) {
    List<EvaluationRow> curated =
        measures.stream()
            .filter(r -> r.labelling().equals("curated") && r.against().equals(TRUTH))
            .toList();
    if (curated.isEmpty()) {
      return null;
    }
    Map<String, Double> overall = new HashMap<>();
    Map<String, Map<String, EvaluationRow>> byClass = new TreeMap<>();
    long items = 0;
    for (EvaluationRow row : measures) {
      if (row.scope().equals("overall") && row.against().equals(TRUTH)) {
        overall.put(row.measure(), Rounding.measure(row.value()));
        items = Math.max(items, row.items());
      }
    }
    for (EvaluationRow row : curated) {
      if (row.scope().equals("class")) {
        byClass.computeIfAbsent(row.name(), n -> new HashMap<>()).put(row.measure(), row);
      }
    }
    List<Checks.ClassScore> classes = new ArrayList<>();
    byClass.forEach((name, scores) -> classes.add(score(name, scores)));
    classes.sort(
        Comparator.comparingLong((Checks.ClassScore c) -> -c.support())
            .thenComparing(Checks.ClassScore::name));
    return new Checks.Truth(
        items,
        overall.getOrDefault("accuracy", 0.0),
        overall.getOrDefault("coverage", 0.0),
        overall.getOrDefault("macro_f1", 0.0),
        overall.getOrDefault("purity", 0.0),
        overall.getOrDefault("nmi", 0.0),
        overall.getOrDefault("ari", 0.0),
        classes,
        pairs(curated, byClass.keySet()));
  }

  private static Checks.ClassScore score(String name, Map<String, EvaluationRow> scores) {
    return new Checks.ClassScore(
        name,
        scores.get("f1").items(),
        value(scores, "precision"),
        value(scores, "recall"),
        Rounding.measure(scores.get("f1").value()));
  }

  private static Double value(Map<String, EvaluationRow> scores, String measure) {
    EvaluationRow row = scores.get(measure);
    return row == null ? null : Double.valueOf(Rounding.measure(row.value()));
  }

  // A class may itself be called "a -> b": the known classes say where the arrow is.
  private static List<Checks.Pair> pairs(List<EvaluationRow> curated, Set<String> classes) {
    List<Checks.Pair> pairs = new ArrayList<>();
    for (EvaluationRow row : curated) {
      if (row.scope().equals("pair")) {
        for (String truth : new TreeSet<>(classes)) {
          String start = truth + ARROW;
          if (row.name().startsWith(start)
              && classes.contains(row.name().substring(start.length()))) {
            pairs.add(new Checks.Pair(truth, row.name().substring(start.length()), row.items()));
            break;
          }
        }
      }
    }
    pairs.sort(
        Comparator.comparingLong((Checks.Pair p) -> -p.items())
            .thenComparing(Checks.Pair::truth)
            .thenComparing(Checks.Pair::label));
    return pairs;
  }

  private static List<Checks.Agreement> agreements(List<EvaluationRow> measures) {
    Map<String, EvaluationRow> shares = new TreeMap<>();
    Map<String, Double> kappas = new HashMap<>();
    for (EvaluationRow row : measures) {
      if (row.labelling().equals("model") && row.measure().equals("accuracy")) {
        shares.put(row.against(), row);
      }
      if (row.labelling().equals("model") && row.measure().equals("kappa")) {
        kappas.put(row.against(), Rounding.measure(row.value()));
      }
    }
    List<Checks.Agreement> agreements = new ArrayList<>();
    shares.forEach(
        (against, row) ->
            agreements.add(
                new Checks.Agreement(
                    against.equals("review") ? "people's reviews" : against,
                    row.items(),
                    Rounding.measure(row.value()),
                    kappas.get(against))));
    return agreements;
  }

  private static Checks.Contradictions contradictions(Dataset<Row> rows) {
    long all = rows.count();
    if (all == 0) {
      return Checks.NONE.contradictions();
    }
    Column across = col("against").equalTo(EvaluationRow.ANOTHER_GROUP);
    List<Checks.Contradiction> shown = new ArrayList<>();
    rows.orderBy(
            across.desc(),
            col("labelling"),
            col("measure").desc(),
            col("value").desc(),
            col("name"))
        .limit(SHOWN)
        .collectAsList()
        .forEach(
            r -> {
              EvaluationRow row = EvaluationRow.TABLE.fromRow(r);
              shown.add(
                  new Checks.Contradiction(
                      row.labelling(),
                      row.name(),
                      row.detail(),
                      row.against().equals(EvaluationRow.ANOTHER_GROUP),
                      row.items(),
                      row.measure().equals("cosine") ? Rounding.measure(row.value()) : null));
            });
    return new Checks.Contradictions(all, rows.where(across).count(), shown);
  }

  private static Checks.Trends trends(Warehouse warehouse) {
    if (warehouse.read(TrendRow.TABLE).isEmpty()) {
      return null;
    }
    List<Checks.Change> changed =
        warehouse
            .rows(TrendChangeRow.TABLE, col("direction").notEqual(TrendChangeRow.STEADY))
            .stream()
            .sorted(
                Comparator.comparing((TrendChangeRow r) -> !isRising(r))
                    .thenComparingDouble(r -> isRising(r) ? -r.low() : r.high())
                    .thenComparing(TrendChangeRow::label)
                    .thenComparing(TrendChangeRow::dimension)
                    .thenComparing(TrendChangeRow::value)
                    .thenComparing(TrendChangeRow::period))
            .map(CheckTables::change)
            .toList();
    List<TrendRow> everywhere =
        warehouse.rows(TrendRow.TABLE, col("dimension").equalTo("all")).stream()
            .sorted(Comparator.comparing(TrendRow::label).thenComparing(TrendRow::day))
            .toList();
    List<LocalDate> days =
        everywhere.stream()
            .map(TrendRow::day)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .limit(MOST_DAYS)
            .sorted()
            .toList();
    return new Checks.Trends(
        warehouse.read(TrendChangeRow.TABLE).count(),
        changed,
        days.stream().map(LocalDate::toString).toList(),
        rates(everywhere, days));
  }

  private static List<Checks.Rates> rates(List<TrendRow> rows, List<LocalDate> days) {
    Map<String, Long> items = new TreeMap<>();
    Map<String, Map<LocalDate, Double>> rates = new HashMap<>();
    for (TrendRow row : rows) {
      items.merge(row.label(), row.items(), Long::sum);
      rates
          .computeIfAbsent(row.label(), label -> new HashMap<>())
          .put(row.day(), Rounding.measure(row.rate()));
    }
    return items.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_LINES)
        .map(
            entry ->
                new Checks.Rates(
                    entry.getKey(), days.stream().map(rates.get(entry.getKey())::get).toList()))
        .toList();
  }

  private static boolean isRising(TrendChangeRow row) {
    return row.direction().equals(TrendChangeRow.RISING);
  }

  private static Checks.Change change(TrendChangeRow r) {
    return new Checks.Change(
        r.label(),
        r.dimension(),
        r.value(),
        isRising(r),
        days(r.beforeFrom(), r.afterFrom().minusDays(1)),
        days(r.afterFrom(), r.until()),
        r.beforeItems(),
        Rounding.measure(r.beforeHours()),
        Rounding.measure(r.beforeRate()),
        r.afterItems(),
        Rounding.measure(r.afterHours()),
        Rounding.measure(r.afterRate()),
        rounded(r.ratio()),
        Rounding.measure(r.low()),
        rounded(r.high()));
  }

  private static Double rounded(Double value) {
    return value == null ? null : Double.valueOf(Rounding.measure(value));
  }

  private static String days(LocalDate from, LocalDate until) {
    return from.equals(until) ? from.toString() : from + " to " + until;
  }
}
