package dev.sluice.cluster;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Every item with its cluster, distance, margin, rank and whether it is an outlier. Nothing but one
 * row per cluster reaches the driver. Close it to free the cache.
 */
final class Members implements AutoCloseable {
  private static final StructType LIMITS =
      new StructType()
          .add("limit_of", DataTypes.IntegerType, false)
          .add("limit", DataTypes.DoubleType, false);

  private final Dataset<Row> assigned;
  private final Dataset<Row> limits;
  private final Centroids centroids;
  private final double inertia;

  private Members(Dataset<Row> assigned, Dataset<Row> limits, Centroids centroids, double inertia) {
    this.assigned = assigned;
    this.limits = limits;
    this.centroids = centroids;
    this.inertia = inertia;
  }

  static Members of(Prepared prepared, Centroids fitted, double outlierSds) {
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
    OutlierRule rule = new OutlierRule(outlierSds);
    List<Row> limits = new ArrayList<>();
    double inertia = 0;
    for (Row row :
        assigned
            .groupBy("cluster_id")
            .agg(
                count(lit(1)),
                avg("distance"),
                stddev_pop("distance"),
                sum(col("distance").multiply(col("distance"))))
            .orderBy("cluster_id")
            .collectAsList()) {
      double limit = rule.threshold(row.getLong(1), row.getDouble(2), row.getDouble(3));
      limits.add(RowFactory.create(row.getInt(0), limit));
      inertia += row.getDouble(4);
    }
    return new Members(
        assigned, assigned.sparkSession().createDataFrame(limits, LIMITS), centroids, inertia);
  }

  private static Dataset<Row> assign(Dataset<Row> items, Centroids centroids) {
    return items.map(
        new VectorFunctions.Assign(centroids), VectorFunctions.encoder(VectorFunctions.ASSIGNED));
  }

  /** Rows of {@code cluster_members} without the clustering id. */
  Dataset<Row> rows() {
    return assigned
        .join(broadcast(limits), col("cluster_id").equalTo(col("limit_of")))
        .withColumn("outlier", col("distance").gt(col("limit")))
        .withColumn(
            "rank",
            row_number()
                .over(Window.partitionBy("cluster_id").orderBy(col("distance"), col("id"))));
  }

  /** The centroids by final cluster id; clusters without items are gone. */
  Centroids centroids() {
    return centroids;
  }

  /** Sum of squared distances to the nearest centroid. */
  double inertia() {
    return inertia;
  }

  @Override
  public void close() {
    assigned.unpersist();
  }
}
