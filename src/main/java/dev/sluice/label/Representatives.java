package dev.sluice.label;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;

import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Chooses who is asked: the items nearest to each centroid that are long enough for the model. */
final class Representatives {
  // Containers round durations; the media rules of ingest allow half a frame as well.
  private static final double ROUNDING = 0.1;

  private Representatives() {}

  /** The representatives of every cluster, by cluster and rank; few rows. */
  static List<Representative> of(
      Warehouse warehouse, String clusteringId, int perCluster, double shortestSec) {
    Dataset<Row> members =
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").equalTo(clusteringId))
            .where(col("end_sec").minus(col("start_sec")).geq(shortestSec - ROUNDING))
            .withColumn(
                "place", row_number().over(Window.partitionBy("cluster_id").orderBy("rank")))
            .where(col("place").leq(perCluster))
            .select("content_id", "start_sec", "end_sec", "cluster_id", "rank");
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
        members.join(files, "content_id").orderBy("cluster_id", "rank").collectAsList()) {
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
