package dev.sluice.project;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.vectors.Pca;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Makes maps of a clustering's items. Close it to free what it keeps. */
final class Maps implements AutoCloseable {
  private static final int ITEMS_PER_PARTITION = 2_000;
  private static final int MOST_PARTITIONS = 64;

  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final ProjectConf conf;
  private final Dataset<Row> vectors;

  Maps(
      Warehouse warehouse,
      ClusteringRow clustering,
      ProjectConf conf,
      Dataset<Row> items,
      long count) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.conf = conf;
    long wanted = (count + ITEMS_PER_PARTITION - 1) / ITEMS_PER_PARTITION;
    int partitions = (int) Math.max(1, Math.min(MOST_PARTITIONS, wanted));
    this.vectors =
        ItemVectors.of(warehouse, clustering, items)
            // In a fixed order inside a fixed number of partitions: a map is the same every time.
            .repartition(partitions, col("content_id"), col("start_sec"), col("end_sec"))
            .sortWithinPartitions("content_id", "start_sec", "end_sec")
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** A map of all items. */
  Dataset<Row> made(String method) {
    List<Row> sample = sample();
    float[][] units = new float[sample.size()][];
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < units.length; i++) {
      units[i] = ItemVectors.vector(sample.get(i));
      names.put(ItemVectors.name(sample.get(i)), i);
    }
    // A member may have lost its vector since they were counted.
    boolean isUmap = method.equals(ProjectionRow.UMAP) && units.length > conf.neighbours();
    if (isUmap) {
      Landmarks landmarks = Fit.umap(units, conf.neighbours(), conf.seed());
      return placed(vectors, landmarks, names, null, ProjectionRow.UMAP);
    }
    Pca axes = SumUp.components(vectors);
    double[][] points = new double[units.length][];
    for (int i = 0; i < points.length; i++) {
      points[i] = axes.place(units[i]);
    }
    return placed(vectors, new Landmarks(units, points), names, axes, ProjectionRow.PCA);
  }

  /**
   * The items that are not on a map yet, placed among those it was made of.
   *
   * @param fitted key, x and y of these
   * @param known keys of all that are on the map
   */
  Dataset<Row> grown(List<Row> fitted, Dataset<Row> known) {
    Map<String, double[]> places = new HashMap<>();
    fitted.forEach(
        row ->
            places.put(ItemVectors.name(row), new double[] {row.getDouble(3), row.getDouble(4)}));
    List<Row> there =
        inOrder(
            vectors.join(
                known.sparkSession().createDataFrame(fitted, fitted.get(0).schema()).drop("x", "y"),
                ItemVectors.key(),
                "left_semi"));
    float[][] units = new float[there.size()][];
    double[][] points = new double[there.size()][];
    for (int i = 0; i < units.length; i++) {
      units[i] = ItemVectors.vector(there.get(i));
      points[i] = places.get(ItemVectors.name(there.get(i)));
    }
    Dataset<Row> added = vectors.join(known, ItemVectors.key(), "left_anti");
    return placed(added, new Landmarks(units, points), Map.of(), null, ProjectionRow.UMAP);
  }

  private List<Row> sample() {
    return inOrder(
        vectors
            .orderBy(
                xxhash64(lit(conf.seed()), col("content_id"), col("start_sec"), col("end_sec")),
                col("content_id"),
                col("start_sec"))
            .limit(conf.sample()));
  }

  private static List<Row> inOrder(Dataset<Row> rows) {
    List<Row> out = new ArrayList<>(rows.collectAsList());
    out.sort(
        Comparator.comparing((Row row) -> row.<String>getAs("content_id"))
            .thenComparing(row -> row.<Double>getAs("start_sec"))
            .thenComparing(row -> row.<Double>getAs("end_sec")));
    return out;
  }

  private Dataset<Row> placed(
      Dataset<Row> items,
      Landmarks landmarks,
      Map<String, Integer> names,
      Pca axes,
      String method) {
    var against =
        JavaSparkContext.fromSparkContext(warehouse.spark().sparkContext())
            .broadcast(
                new PlaceItems.Against(landmarks, new HashMap<>(names), axes, conf.neighbours()));
    return items.mapPartitions(
        new PlaceItems(
            against, clustering.clusteringId(), clustering.lens(), method, conf.identity()),
        Encoders.row(ProjectionRow.TABLE.schema()));
  }

  @Override
  public void close() {
    vectors.unpersist();
  }
}
