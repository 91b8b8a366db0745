package dev.sluice.curate;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** Members of a clustering under the names of their videos. */
final class CuratedItems {
  private static final double FRAME = 0.5;

  private final Warehouse warehouse;
  private final ClusteringRow clustering;

  CuratedItems(Warehouse warehouse, ClusteringRow clustering) {
    this.warehouse = warehouse;
    this.clustering = clustering;
  }

  /** One row per item: item_id, the member's columns, and its video's. */
  Dataset<Row> rows() {
    Dataset<Row> members =
        Clusterings.members(warehouse, clustering.clusteringId())
            .withColumnRenamed("content_id", "member_content")
            .withColumn("clearness", clearness());
    // Exact, so that it does not depend on the order of rows.
    Dataset<Row> usual =
        members
            .groupBy(col("cluster_id").as("usual_of"))
            .agg(percentile(col("clearness"), lit(0.5)).as("usual_clearness"));
    members = members.join(broadcast(usual), col("cluster_id").equalTo(col("usual_of")));
    Column part = col("video_start").isNotNull().or(col("video_end").isNotNull());
    Column inside =
        col("start_sec")
            .geq(coalesce(col("video_start"), lit(0.0)).minus(FRAME))
            .and(col("end_sec").leq(coalesce(col("video_end"), lit(Double.MAX_VALUE)).plus(FRAME)));
    Dataset<Row> joined =
        members.join(
            videos(),
            col("member_content").equalTo(col("content_id")).and(part.equalTo(false).or(inside)));
    Column itemId =
        clustering.unit().equals("video")
            ? col("video_id")
            : udf(new NameClip(), DataTypes.StringType)
                .apply(col("video_id"), col("start_sec"), col("end_sec"));
    return joined.withColumn("item_id", itemId);
  }

  /** How much nearer the own centroid is than the next, 0 to 1; 1 where there is no other. */
  private static Column clearness() {
    Column next = col("distance").plus(col("margin"));
    return when(next.gt(0), col("margin").divide(next)).otherwise(lit(1.0));
  }

  /** Accepted videos that have no item yet. */
  long notClustered() {
    return videos()
        .join(
            warehouse
                .read(ClusterMemberRow.TABLE)
                .where(col("clustering_id").equalTo(clustering.clusteringId()))
                .select("content_id"),
            "content_id",
            "left_anti")
        .count();
  }

  /** The clusters that the items of each key are in; keys are item or video ids. */
  Map<String, Set<Integer>> clustersOf(Set<String> keys) {
    List<Row> wanted = new ArrayList<>();
    keys.forEach(key -> wanted.add(RowFactory.create(key)));
    var schema =
        DataTypes.createStructType(
            List.of(DataTypes.createStructField("key", DataTypes.StringType, false)));
    Dataset<Row> named = warehouse.spark().createDataFrame(wanted, schema);
    Map<String, Set<Integer>> clusters = new HashMap<>();
    if (keys.isEmpty()) {
      return clusters;
    }
    Dataset<Row> found =
        rows()
            .join(named, col("key").equalTo(col("item_id")).or(col("key").equalTo(col("video_id"))))
            .select("key", "cluster_id")
            .distinct();
    for (Row row : found.collectAsList()) {
      clusters.computeIfAbsent(row.getString(0), key -> new TreeSet<>()).add(row.getInt(1));
    }
    return clusters;
  }

  private Dataset<Row> videos() {
    // A video by itself is known by its content, whatever it is called; one that others were cut
    // from, or that was cut itself, by its recording.
    Column alone = col("source_id").equalTo(col("video_id")).and(col("of_source").equalTo(1L));
    return warehouse
        .read(VideoRow.TABLE)
        .where(col("status").equalTo(VideoRow.ACCEPTED))
        .withColumn("of_source", count(lit(1)).over(Window.partitionBy("source_id")))
        .withColumn(
            "recording",
            when(alone, concat(lit("content "), col("content_id")))
                .otherwise(concat(lit("source "), col("source_id"))))
        .select(
            col("video_id"),
            col("content_id"),
            col("source_id"),
            col("recording"),
            col("ground_truth"),
            col("start_sec").as("video_start"),
            col("end_sec").as("video_end"));
  }

  private static final class NameClip implements UDF3<String, Double, Double, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String videoId, Double startSec, Double endSec) {
      return ItemId.ofClip(videoId, startSec, endSec);
    }
  }
}
