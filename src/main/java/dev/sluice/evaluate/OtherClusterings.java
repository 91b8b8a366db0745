package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.col;

import dev.sluice.measures.Partitions;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The clusters of a clustering, held against those of the newest others, of any lens and k, that
 * parted some of the same items. It needs no truth: two ways that agree found the same thing.
 */
final class OtherClusterings {
  private static final int MOST = 5;
  private static final String[] ITEM = {"content_id", "start_sec", "end_sec"};

  private final Warehouse warehouse;
  private final ClusteringRow clustering;

  OtherClusterings(Warehouse warehouse, ClusteringRow clustering) {
    this.warehouse = warehouse;
    this.clustering = clustering;
  }

  /** Adds one comparison per other clustering, over the items that both hold. */
  void heldAgainst(Sheet sheet) {
    Object[] others =
        warehouse
            .rows(ClusteringRow.TABLE, col("clustering_id").notEqual(clustering.clusteringId()))
            .stream()
            .sorted(
                Comparator.comparing(ClusteringRow::createdAt)
                    .thenComparing(ClusteringRow::clusteringId)
                    .reversed())
            .limit(MOST)
            .map(ClusteringRow::clusteringId)
            .toArray();
    if (others.length == 0) {
      return;
    }
    Dataset<Row> mine =
        Clusterings.members(warehouse, clustering.clusteringId())
            .select(col("content_id"), col("start_sec"), col("end_sec"), col("cluster_id").as("c"));
    List<Row> counted =
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").isin(others))
            .join(mine, ITEM)
            .groupBy("clustering_id", "cluster_id", "c")
            .count()
            .collectAsList();
    Map<String, Partitions> partitions = new TreeMap<>();
    for (Row row : counted) {
      partitions
          .computeIfAbsent(row.getString(0), id -> new Partitions())
          .add(Integer.toString(row.getInt(1)), Integer.toString(row.getInt(2)), row.getLong(3));
    }
    partitions.forEach(
        (id, both) -> sheet.partition(new Sheet.Of("clusters", "clustering " + id), both));
  }
}
