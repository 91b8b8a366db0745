package dev.sluice.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.vectors.Moments;
import dev.sluice.vectors.Pca;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the report step reads of items: the map, and what a person should look at. */
final class MapTables {
  /** Items drawn at most. */
  static final int MOST_POINTS = 200_000;

  /** Items drawn at most where the project step did not place them. */
  static final int MOST_PROJECTED_HERE = 3_000;

  private static final int MOST_TASKS = 40;

  private final Warehouse warehouse;
  private final ClusteringRow clustering;

  MapTables(Warehouse warehouse, ClusteringRow clustering) {
    this.warehouse = warehouse;
    this.clustering = clustering;
  }

  /**
   * The map of the project step; where it did not run, principal components of a sample.
   *
   * @param items items of the clustering
   * @param labels answers about representatives
   */
  Findings.ItemMap map(long items, List<ClusterLabelRow> labels) {
    Map<String, String> answers = answers(labels);
    Dataset<Row> placed =
        warehouse
            .read(ProjectionRow.TABLE)
            .where(col("clustering_id").equalTo(clustering.clusteringId()))
            .select(
                "content_id",
                "start_sec",
                "end_sec",
                "x",
                "y",
                "method",
                "placed",
                "trustworthiness");
    Dataset<Row> members = members();
    Dataset<Row> onMap = members.join(placed, ItemVectors.key());
    return onMap.isEmpty() ? projectedHere(items, members, answers) : read(items, onMap, answers);
  }

  private static Findings.ItemMap read(
      long items, Dataset<Row> onMap, Map<String, String> answers) {
    List<Findings.Point> points = new ArrayList<>();
    String method = ProjectionRow.PCA;
    long byNeighbours = 0;
    double trust = 0;
    for (Row row : inOrder(sampled(onMap, MOST_POINTS))) {
      method = row.getAs("method");
      byNeighbours += ProjectionRow.BY_NEIGHBOURS.equals(row.getAs("placed")) ? 1 : 0;
      double one = row.<Double>getAs("trustworthiness");
      trust += one;
      double[] at = {row.<Double>getAs("x"), row.<Double>getAs("y")};
      points.add(point(row, at, Rounding.measure(one), answers));
    }
    return new Findings.ItemMap(
        items, method, null, Rounding.measure(trust / points.size()), byNeighbours, points);
  }

  private Findings.ItemMap projectedHere(
      long items, Dataset<Row> members, Map<String, String> answers) {
    List<Row> rows;
    Dataset<Row> some = sampled(members, MOST_PROJECTED_HERE).persist();
    try {
      rows = inOrder(some.join(ItemVectors.of(warehouse, clustering, some), ItemVectors.key()));
    } finally {
      some.unpersist();
    }
    if (rows.isEmpty()) {
      return Findings.ItemMap.NONE;
    }
    List<float[]> units = new ArrayList<>();
    Moments moments = new Moments();
    for (Row row : rows) {
      float[] unit = ItemVectors.vector(row);
      units.add(unit);
      moments.add(unit);
    }
    Pca axes = Pca.of(moments);
    List<Findings.Point> points = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      points.add(point(rows.get(i), axes.place(units.get(i)), null, answers));
    }
    return new Findings.ItemMap(
        items, ProjectionRow.PCA, Rounding.measure(axes.explained()), null, 0, points);
  }

  /** Labelled items that a person should look at, least certain first. */
  Findings.Queue queue() {
    Dataset<Row> waiting =
        warehouse
            .read(CuratedRow.TABLE)
            .where(
                col("clustering_id")
                    .equalTo(clustering.clusteringId())
                    .and(col("verdict").equalTo("review"))
                    .and(col("label").isNotNull()));
    List<Findings.Task> first = new ArrayList<>();
    waiting
        .orderBy("confidence", "item_id")
        .limit(MOST_TASKS)
        .join(NamedItems.files(warehouse), "video_id")
        .sort("confidence", "item_id")
        .collectAsList()
        .forEach(
            row ->
                first.add(
                    new Findings.Task(
                        item(row),
                        row.getAs("cluster_id"),
                        row.getAs("label"),
                        Rounding.measure(row.<Double>getAs("confidence")),
                        String.join(", ", row.<String>getList(row.fieldIndex("reasons"))))));
    return new Findings.Queue(waiting.count(), first);
  }

  private Dataset<Row> members() {
    return NamedItems.of(
        warehouse,
        clustering.clusteringId(),
        Clusterings.members(warehouse, clustering.clusteringId())
            .select("content_id", "start_sec", "end_sec", "cluster_id", "outlier"));
  }

  private static Dataset<Row> sampled(Dataset<Row> items, int most) {
    return items
        .orderBy(xxhash64(col("content_id"), col("start_sec")), col("content_id"), col("end_sec"))
        .limit(most);
  }

  private static List<Row> inOrder(Dataset<Row> items) {
    return items.sort("item_id", "content_id", "start_sec", "end_sec").collectAsList();
  }

  private static Findings.Point point(
      Row row, double[] at, Double trust, Map<String, String> answers) {
    Row curated = row.getAs("curated");
    return new Findings.Point(
        Rounding.measure(at[0]),
        Rounding.measure(at[1]),
        item(row),
        row.getAs("cluster_id"),
        row.<Boolean>getAs("outlier"),
        curated == null ? null : curated.getAs("label"),
        curated == null ? null : curated.getAs("label_source"),
        curated == null ? 0 : Rounding.measure(curated.<Double>getAs("confidence")),
        curated == null ? null : curated.getAs("verdict"),
        curated == null
            ? ""
            : String.join(", ", curated.<String>getList(curated.fieldIndex("reasons"))),
        curated == null ? null : curated.getAs("split"),
        trust,
        answers.get(key(row.getAs("content_id"), row.getAs("start_sec"), row.getAs("end_sec"))));
  }

  private static Findings.Item item(Row row) {
    return new Findings.Item(
        row.getAs("item_id"),
        row.getAs("video_id"),
        row.getAs("uri"),
        row.<Double>getAs("start_sec"),
        row.<Double>getAs("end_sec"));
  }

  private static Map<String, String> answers(List<ClusterLabelRow> labels) {
    Map<String, String> answers = new HashMap<>();
    for (ClusterLabelRow row : labels) {
      for (ClusterLabelRow.Vote vote : row.evidence()) {
        String said = vote.label() == null ? vote.status().replace('_', ' ') : vote.label();
        answers.put(
            key(vote.contentId(), vote.startSec(), vote.endSec()),
            vote.evidence() == null || vote.evidence().isBlank()
                ? said
                : said + ": " + vote.evidence().strip());
      }
    }
    return answers;
  }

  private static String key(String contentId, Double startSec, Double endSec) {
    return contentId + "|" + startSec + "|" + endSec;
  }
}
