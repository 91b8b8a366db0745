package dev.sluice.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Every fitted item with its cluster, distance, margin, rank and whether it is an outlier. Nothing
 * but one row per cluster reaches the driver. Close it to free the cache.
 */
final class Members implements AutoCloseable {
  private static final StructType LIMITS =
      new StructType()
          .add("limit_of", DataTypes.IntegerType, false)
          .add("limit", DataTypes.DoubleType, true)
          .add("behind", DataTypes.IntegerType, false);

  private final Dataset<Row> assigned;
  private final List<Shape> shapes;
  private final OutlierRule rule;
  private final Centroids centroids;

  private Members(
      Dataset<Row> assigned, List<Shape> shapes, OutlierRule rule, Centroids centroids) {
    this.assigned = assigned;
    this.shapes = shapes;
    this.rule = rule;
    this.centroids = centroids;
  }

  static Members of(Prepared prepared, Centroids fitted, OutlierRule rule) {
    List<Centroids.Size> sizes = new ArrayList<>();
    for (Row row :
        assign(prepared.data(), fitted)
            .groupBy("cluster_id")
            .agg(count(lit(1)), min("id"))
            .collectAsList()) {
      sizes.add(new Centroids.Size(row.getInt(0), row.getLong(1), row.getString(2)));
    }
    Centroids centroids = fitted.renumbered(sizes);
    Dataset<Row> assigned =
        assign(prepared.data(), centroids).persist(StorageLevel.MEMORY_AND_DISK());
    return new Members(assigned, Shape.of(assigned), rule, centroids);
  }

  /** Items with the nearest centroid: id, content_id, start_sec, end_sec, distance, margin. */
  private static Dataset<Row> assign(Dataset<Row> items, Centroids centroids) {
    return items.map(
        new VectorFunctions.Assign(centroids), VectorFunctions.encoder(VectorFunctions.ASSIGNED));
  }

  /**
   * Assigned items with rank and outlier.
   *
   * @param limits by cluster: the limit, or empty, and the highest rank taken
   */
  static Dataset<Row> ranked(Dataset<Row> assigned, List<Limit> limits) {
    List<Row> rows = new ArrayList<>();
    for (Limit limit : limits) {
      Double distance = limit.distance().isPresent() ? limit.distance().getAsDouble() : null;
      rows.add(RowFactory.create(limit.cluster(), distance, limit.behind()));
    }
    Dataset<Row> table = assigned.sparkSession().createDataFrame(rows, LIMITS);
    return assigned
        .join(broadcast(table), col("cluster_id").equalTo(col("limit_of")))
        .withColumn("outlier", coalesce(col("distance").gt(col("limit")), lit(false)))
        .withColumn(
            "rank",
            col("behind")
                .plus(
                    row_number()
                        .over(Window.partitionBy("cluster_id").orderBy(col("distance"), col("id"))))
                .cast(DataTypes.IntegerType));
  }

  /** Rows of {@code cluster_members} without the clustering id. */
  Dataset<Row> rows() {
    return ranked(
        assigned,
        shapes.stream().map(shape -> new Limit(shape.cluster(), limit(shape, rule), 0)).toList());
  }

  /** The distance above which an item of a cluster is an outlier; empty when none can be. */
  static OptionalDouble limit(Shape shape, OutlierRule rule) {
    return rule.threshold(shape.items(), shape.mean(), shape.sd());
  }

  /** The clusters' shapes, by id. */
  List<Shape> shapes() {
    return shapes;
  }

  /** The centroids by final cluster id; clusters without items are gone. */
  Centroids centroids() {
    return centroids;
  }

  /** Sum of squared distances to the nearest centroid. */
  double inertia() {
    double inertia = 0;
    for (Shape shape : shapes) {
      inertia += shape.squares();
    }
    return inertia;
  }

  @Override
  public void close() {
    assigned.unpersist();
  }

  /** The outlier limit of a cluster, and the rank behind which its items stand. */
  record Limit(int cluster, OptionalDouble distance, int behind) {}
}
