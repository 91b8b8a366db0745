package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Finds what contradicts itself: the same bytes cannot be two things, neither in the manifest nor
 * in the dataset, and items next to each other should not be of different groups.
 */
final class Contradictions {
  /** Items of one label that are looked at per cluster, those nearest to its centre. */
  static final int PER_LABEL = 300;

  private static final String TRUTH = "ground_truth";
  private static final Column[] ITEM =
      Stream.of(ItemVectors.key()).map(functions::col).toArray(Column[]::new);

  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final Names names;

  Contradictions(Warehouse warehouse, ClusteringRow clustering, Names names) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.names = names;
  }

  /** All of them, those across groups first. */
  List<Contradiction> all() {
    List<Contradiction> all = new ArrayList<>(truths());
    all.addAll(labels());
    all.addAll(neighbours());
    all.sort(
        Comparator.comparing((Contradiction c) -> !c.acrossGroups())
            .thenComparing(Contradiction::labelling)
            .thenComparing(c -> c.cosine() == null ? 0 : -c.cosine())
            .thenComparing(Contradiction::name));
    return all;
  }

  /** Names of one content that the manifest gives different truths. */
  private List<Contradiction> truths() {
    List<Contradiction> found = new ArrayList<>();
    warehouse
        .read(VideoRow.TABLE)
        .where(col(TRUTH).isNotNull().and(col("content_id").isNotNull()))
        .groupBy("content_id", "start_sec", "end_sec")
        .agg(collect_set(col(TRUTH)).as("names"), count(lit(1)).as("items"))
        .where(size(col("names")).gt(1))
        .orderBy("content_id", "start_sec", "end_sec")
        .collectAsList()
        .forEach(
            row -> {
              String span = row.isNullAt(1) ? "" : span(row.get(1), row.get(2));
              contradiction(TRUTH, row.getString(0) + span, row.getList(3), row.getLong(4))
                  .ifPresent(found::add);
            });
    return found;
  }

  /** Spans of one content that overlap by half of the shorter one or more and differ in label. */
  private List<Contradiction> labels() {
    WindowSpec content = Window.partitionBy("content_id");
    WindowSpec before =
        content
            .orderBy("start_sec", "end_sec", "item_id")
            .rowsBetween(Window.unboundedPreceding(), -1);
    // Most contents have no spans that overlap; only the others are compared pair by pair.
    Dataset<Row> candidates =
        labelled()
            .select("content_id", "start_sec", "end_sec", "item_id", "label")
            .withColumn(
                "overlaps", coalesce(col("start_sec").lt(max("end_sec").over(before)), lit(false)))
            .withColumn("overlapping", max("overlaps").over(content))
            .withColumn("labels", size(collect_set("label").over(content)))
            .where(col("overlapping").and(col("labels").gt(1)));
    Dataset<Row> a = candidates.alias("a");
    Dataset<Row> b = candidates.alias("b");
    Column common =
        least(col("a.end_sec"), col("b.end_sec"))
            .minus(greatest(col("a.start_sec"), col("b.start_sec")));
    Column shorter =
        least(
            col("a.end_sec").minus(col("a.start_sec")), col("b.end_sec").minus(col("b.start_sec")));
    Map<String, Set<String>> labels = new TreeMap<>();
    Map<String, Set<String>> items = new TreeMap<>();
    a.join(
            b,
            col("a.content_id")
                .equalTo(col("b.content_id"))
                .and(col("a.item_id").lt(col("b.item_id")))
                .and(col("a.label").notEqual(col("b.label")))
                .and(common.gt(0))
                .and(common.multiply(2).geq(shorter)))
        .select(
            "a.content_id",
            "a.start_sec",
            "a.end_sec",
            "b.start_sec",
            "b.end_sec",
            "a.label",
            "b.label",
            "a.item_id",
            "b.item_id")
        .collectAsList()
        .forEach(
            row -> {
              String name = row.getString(0) + spans(row);
              labels
                  .computeIfAbsent(name, n -> new TreeSet<>())
                  .addAll(List.of(row.getString(5), row.getString(6)));
              items
                  .computeIfAbsent(name, n -> new TreeSet<>())
                  .addAll(List.of(row.getString(7), row.getString(8)));
            });
    List<Contradiction> found = new ArrayList<>();
    labels.forEach(
        (name, of) ->
            contradiction("curated", name, of, items.get(name).size()).ifPresent(found::add));
    return found;
  }

  /** Items whose nearest neighbour in their cluster is of another group. */
  private List<Contradiction> neighbours() {
    Map<Integer, Set<String>> groups = new TreeMap<>();
    labelled()
        .select("cluster_id", "label")
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                names
                    .group(row.getString(1))
                    .ifPresent(
                        group ->
                            groups
                                .computeIfAbsent(row.getInt(0), c -> new TreeSet<>())
                                .add(group)));
    groups.values().removeIf(of -> of.size() < 2);
    List<Contradiction> found = new ArrayList<>();
    if (!groups.isEmpty()) {
      items(groups.keySet())
          .values()
          .forEach(
              items ->
                  Neighbours.acrossGroups(items)
                      .forEach(
                          pair ->
                              found.add(
                                  new Contradiction(
                                      "neighbours",
                                      pair.one().name() + " | " + pair.other().name(),
                                      List.of(pair.one().label(), pair.other().label()),
                                      true,
                                      2,
                                      Math.round(pair.cosine() * 1e6) / 1e6))));
    }
    return found;
  }

  private Map<Integer, List<Neighbours.Item>> items(Collection<Integer> clusters) {
    Dataset<Row> chosen =
        labelled()
            .where(col("cluster_id").isin(clusters.toArray()))
            // Where several videos own one item it goes by the first of its names.
            .withColumn("nth", row_number().over(Window.partitionBy(ITEM).orderBy("item_id")))
            .where(col("nth").equalTo(1))
            .withColumn(
                "place",
                row_number()
                    .over(Window.partitionBy("cluster_id", "label").orderBy("distance", "item_id")))
            .where(col("place").leq(PER_LABEL))
            .persist();
    List<Row> rows;
    try {
      rows =
          chosen
              .join(ItemVectors.of(warehouse, clustering, chosen), ItemVectors.key())
              .select("cluster_id", "item_id", "label", "unit")
              .collectAsList();
    } finally {
      chosen.unpersist();
    }
    Map<Integer, List<Neighbours.Item>> items = new TreeMap<>();
    rows.forEach(
        row ->
            names
                .group(row.getString(2))
                .ifPresent(
                    group ->
                        items
                            .computeIfAbsent(row.getInt(0), c -> new ArrayList<>())
                            .add(
                                new Neighbours.Item(
                                    row.getString(1),
                                    names.of(row.getString(2)),
                                    group,
                                    ItemVectors.vector(row)))));
    return items;
  }

  private Dataset<Row> labelled() {
    return warehouse
        .read(CuratedRow.TABLE)
        .where(
            col("clustering_id")
                .equalTo(clustering.clusteringId())
                .and(col("label").isNotNull())
                .and(col("verdict").notEqual("excluded")));
  }

  // Two spellings of one class are no contradiction.
  private Optional<Contradiction> contradiction(
      String labelling, String name, Collection<String> spellings, long items) {
    Set<String> classes = new TreeSet<>();
    Set<String> groups = new TreeSet<>();
    for (String spelling : new TreeSet<>(spellings)) {
      classes.add(names.of(spelling));
      names.group(spelling).ifPresent(groups::add);
    }
    return classes.size() < 2
        ? Optional.empty()
        : Optional.of(
            new Contradiction(
                labelling, name, List.copyOf(classes), groups.size() > 1, items, null));
  }

  private static String spans(Row row) {
    String one = span(row.get(1), row.get(2));
    String other = span(row.get(3), row.get(4));
    return Objects.equals(one, other) ? one : one + other;
  }

  private static String span(Object startSec, Object endSec) {
    return "@%s-%s".formatted(startSec, endSec);
  }
}
