package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.spend.WorkKey;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The clustering before a new one, and which of its clusters live on.
 *
 * @param clusteringId its id; empty when there was none
 * @param identities who its clusters are, where that is stored
 * @param continuations later clusters that continue one of its clusters
 */
record Earlier(
    String clusteringId,
    Map<Integer, String> identities,
    Map<Integer, Continuation> continuations) {
  static final Earlier NONE = new Earlier("", Map.of(), Map.of());

  private static final int IDENTITY_LENGTH = 16;
  private static final String[] ITEM = {"content_id", "start_sec", "end_sec"};

  /**
   * The newest other clustering of the lens and unit, whatever its settings: what the first fit
   * with some settings continues.
   */
  static Optional<ClusteringRow> newest(
      Warehouse warehouse, String lens, String unit, String newId) {
    return warehouse
        .rows(
            ClusteringRow.TABLE,
            col("lens")
                .equalTo(lens)
                .and(col("unit").equalTo(unit))
                .and(col("clustering_id").notEqual(newId)))
        .stream()
        .max(
            Comparator.comparing(ClusteringRow::createdAt)
                .thenComparing(ClusteringRow::clusteringId));
  }

  /**
   * What a fit continues of a clustering.
   *
   * @param assigned items of the new clustering with their cluster_id
   */
  static Earlier of(Warehouse warehouse, ClusteringRow continued, Dataset<Row> assigned) {
    String id = continued.clusteringId();
    Map<Integer, String> identities = new HashMap<>();
    for (ClusterRow row : Clusterings.clusters(warehouse, id)) {
      identities.put(row.clusterId(), row.identity());
    }
    Dataset<Row> before =
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").equalTo(id))
            .select(
                col("content_id"), col("start_sec"), col("end_sec"), col("cluster_id").as("was"));
    List<Continuation.Shared> shared = new ArrayList<>();
    for (Row row :
        assigned
            .join(before, ITEM)
            .groupBy("cluster_id", "was")
            .agg(count(lit(1)))
            .collectAsList()) {
      shared.add(new Continuation.Shared(row.getInt(0), row.getInt(1), row.getLong(2)));
    }
    return new Earlier(id, identities, Continuation.of(shared));
  }

  /** Who a cluster of a clustering is: the one it continues, or somebody new. */
  String identity(String newId, int cluster) {
    Continuation continued = continuations.get(cluster);
    return continued == null
        ? fresh(newId, cluster)
        : identities.getOrDefault(continued.earlier(), fresh(clusteringId, continued.earlier()));
  }

  private static String fresh(String clusteringId, int cluster) {
    return WorkKey.sha256(clusteringId + "\n" + cluster).substring(0, IDENTITY_LENGTH);
  }
}
