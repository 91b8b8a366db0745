package dev.sluice.label;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Chooses who is asked, among the items that are long enough for the model. Items that joined a
 * clustering speak only where no fitted one is left, so that a growing cluster is not asked about
 * again. Few rows.
 */
final class Representatives {
  // Containers round durations; the media rules of ingest allow half a frame as well.
  private static final double ROUNDING = 0.1;

  private final Warehouse warehouse;
  private final Dataset<Row> eligible;

  /**
   * Those of one clustering.
   *
   * @param shortestSec the shortest item that can be asked about
   */
  Representatives(Warehouse warehouse, String clusteringId, double shortestSec) {
    this.warehouse = warehouse;
    Dataset<Row> fitted =
        warehouse
            .read(ClusterRow.TABLE)
            .where(col("clustering_id").equalTo(clusteringId))
            .select("cluster_id", "size");
    this.eligible =
        Clusterings.members(warehouse, clusteringId)
            .where(col("end_sec").minus(col("start_sec")).geq(shortestSec - ROUNDING))
            .join(broadcast(fitted), new String[] {"cluster_id"}, "left")
            .withColumn("joined", coalesce(col("rank").gt(col("size")), lit(false)))
            .withColumn("none_fitted", min("joined").over(Window.partitionBy("cluster_id")))
            .where(col("joined").equalTo(col("none_fitted")));
  }

  /**
   * Who speaks for every cluster, by cluster and rank: the most central items, then those nearest
   * to another cluster, then any, by a hash of the item, so that the same are chosen every time.
   */
  List<Representative> chosen(int central, int border, int random) {
    Column hash = xxhash64(col("content_id"), col("start_sec"), col("end_sec"));
    return read(
        eligible
            .withColumn("central", place(col("rank")).leq(central))
            .withColumn(
                "border",
                not(col("central"))
                    .and(not(col("outlier")))
                    .and(place(col("margin"), "central", "outlier").leq(border)))
            .withColumn(
                "random",
                not(col("central"))
                    .and(not(col("border")))
                    .and(place(hash, "central", "border").leq(random)))
            .where(col("central").or(col("border")).or(col("random"))));
  }

  /** The items nearest to the centroids of some clusters, by cluster and rank. */
  List<Representative> nearest(Collection<Integer> clusters, int perCluster) {
    return read(
        eligible
            .where(col("cluster_id").isInCollection(clusters))
            .withColumn("place", place(col("rank")))
            .where(col("place").leq(perCluster)));
  }

  private static Column place(Column by, String... within) {
    Column[] parts = new Column[within.length + 1];
    parts[0] = col("cluster_id");
    for (int i = 0; i < within.length; i++) {
      parts[i + 1] = col(within[i]);
    }
    return row_number().over(Window.partitionBy(parts).orderBy(by, col("rank")));
  }

  private List<Representative> read(Dataset<Row> members) {
    Dataset<Row> files =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .groupBy("content_id")
            .agg(
                min("video_id").as("video_id"),
                min_by(col("uri"), col("video_id")).as("uri"),
                min_by(coalesce(col("duration_sec"), col("end_sec")), col("video_id"))
                    .as("file_sec"));
    List<Representative> out = new ArrayList<>();
    for (Row row :
        members
            .select("content_id", "start_sec", "end_sec", "cluster_id", "rank")
            .join(files, "content_id")
            .orderBy("cluster_id", "rank")
            .collectAsList()) {
      out.add(
          new Representative(
              row.getAs("cluster_id"),
              row.getAs("rank"),
              row.getAs("content_id"),
              row.getAs("start_sec"),
              row.getAs("end_sec"),
              row.getAs("video_id"),
              row.getAs("uri"),
              row.getAs("file_sec")));
    }
    return out;
  }
}
