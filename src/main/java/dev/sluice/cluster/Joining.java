package dev.sluice.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Items that are not in a clustering yet, each with the cluster it would join: the one of the
 * nearest centroid, in the space of the fit. Nothing of the fit changes. Close it to free the
 * cache.
 */
final class Joining implements AutoCloseable {
  private static final StructType FITTED =
      new StructType()
          .add("fitted_cluster", DataTypes.IntegerType, false)
          .add("fitted_size", DataTypes.LongType, false)
          .add("allowed", DataTypes.DoubleType, true);

  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final List<ClusterRow> clusters;
  private final Dataset<Row> assigned;
  private final long items;
  private final Drift drift;

  private Joining(
      Warehouse warehouse,
      ClusteringRow clustering,
      List<ClusterRow> clusters,
      Dataset<Row> assigned,
      long items) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.clusters = clusters;
    this.assigned = assigned;
    this.items = items;
    this.drift = measure();
  }

  static Joining of(Warehouse warehouse, Items items, ClusteringRow clustering) {
    Dataset<Row> fresh =
        items
            .keys()
            .select("id", "content_id")
            .distinct()
            .join(Known.ids(warehouse, clustering), new String[] {"id"}, "left_anti");
    Dataset<Row> assigned =
        items
            .of(fresh.select("content_id").distinct())
            .vectors()
            .join(fresh.select("id"), new String[] {"id"}, "left_semi")
            .map(
                new VectorFunctions.Join(clustering.space(), Centroids.of(clustering)),
                VectorFunctions.encoder(VectorFunctions.ASSIGNED))
            .persist(StorageLevel.MEMORY_AND_DISK());
    // Without anything new no vector is read.
    long count = fresh.isEmpty() ? 0 : assigned.count();
    List<ClusterRow> clusters = Clusterings.clusters(warehouse, clustering.clusteringId());
    return new Joining(warehouse, clustering, clusters, assigned, count);
  }

  /** Items that are not in the clustering yet. */
  long items() {
    return items;
  }

  /** How the items that joined before, and these, lie to the fitted ones. */
  Drift drift() {
    return drift;
  }

  /**
   * Adds the items behind the ranks that their clusters have. Atomic, and idempotent because an
   * item that is in the clustering is not among them.
   */
  void store() {
    Map<Integer, Integer> last = new HashMap<>();
    Dataset<Row> stored = Known.members(warehouse, clustering);
    for (Row row : stored.groupBy("cluster_id").agg(max("rank")).collectAsList()) {
      last.put(row.getInt(0), row.getInt(1));
    }
    List<Members.Limit> limits = new ArrayList<>();
    for (ClusterRow cluster : clusters) {
      limits.add(
          new Members.Limit(
              cluster.clusterId(),
              cluster.outlierLimit() == null
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(cluster.outlierLimit()),
              last.getOrDefault(cluster.clusterId(), 0)));
    }
    warehouse.append(
        ClusterMemberRow.TABLE,
        Members.ranked(assigned, limits)
            .withColumn("clustering_id", lit(clustering.clusteringId())));
  }

  // What left the corpus does not count: fitting again would not see it.
  private Drift measure() {
    List<Row> fitted = new ArrayList<>();
    for (ClusterRow cluster : clusters) {
      fitted.add(
          RowFactory.create(
              cluster.clusterId(),
              cluster.size(),
              cluster.outlierLimit() == null
                  ? null
                  : Drift.allowed(cluster.outlierLimit(), cluster.size())));
    }
    Dataset<Row> table = broadcast(warehouse.spark().createDataFrame(fitted, FITTED));
    Dataset<Row> joined =
        Clusterings.members(warehouse, clustering.clusteringId())
            .join(table, col("cluster_id").equalTo(col("fitted_cluster")))
            .where(col("rank").gt(col("fitted_size")))
            .select("distance", "allowed");
    if (items > 0) {
      joined =
          joined.unionByName(
              assigned
                  .join(table, col("cluster_id").equalTo(col("fitted_cluster")))
                  .select("distance", "allowed"));
    }
    Row counted =
        joined
            .agg(
                count(lit(1)),
                coalesce(sum(when(col("distance").gt(col("allowed")), 1L).otherwise(0L)), lit(0L)))
            .first();
    return new Drift(clustering.items(), counted.getLong(0), counted.getLong(1));
  }

  @Override
  public void close() {
    assigned.unpersist();
  }
}
