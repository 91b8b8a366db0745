package dev.sluice.export;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The queries of formats that are written video by video. */
final class ExportVideos {
  // Models cut at frames, manifests at whole numbers.
  private static final double FRAME = 0.5;

  private static final Column NOWHERE = lit(null).cast("array<double>");

  private ExportVideos() {}

  /** What a format writes of the included items: one row per segment, with its video's file. */
  static Dataset<Row> of(
      Warehouse warehouse, Recipe recipe, Dataset<Row> included, ExportFormat format) {
    Dataset<Row> segments =
        format == ExportFormat.FIFTYONE
            ? placed(warehouse, recipe, included)
            : segments(warehouse, recipe, included).withColumn("on_map", NOWHERE);
    Dataset<Row> footage =
        ExportItems.pinned(warehouse, VideoRow.TABLE, recipe.versions())
            .select(
                col("video_id").as("v_id"),
                col("uri"),
                col("duration_sec"),
                col("fps"),
                col("width"),
                col("height"),
                col("size_bytes"));
    return segments
        .join(footage, col("video_id").equalTo(col("v_id")), "left")
        .withColumn("uri", coalesce(col("uri"), lit("")))
        .select(
            "split",
            "video_id",
            "content_id",
            "source_id",
            "item_id",
            "start_sec",
            "end_sec",
            "label",
            "confidence",
            "label_source",
            "verdict",
            "cluster_id",
            "vector",
            "on_map",
            "uri",
            "duration_sec",
            "fps",
            "width",
            "height",
            "size_bytes");
  }

  /** The items without their vectors, on the map where there is one. */
  private static Dataset<Row> placed(Warehouse warehouse, Recipe recipe, Dataset<Row> included) {
    Dataset<Row> items = included.withColumn("vector", lit(null).cast("array<float>"));
    // A release that was made without a map is made again without one.
    if (!recipe.versions().containsKey(ProjectionRow.TABLE.name())) {
      return items.withColumn("on_map", NOWHERE);
    }
    Dataset<Row> places =
        ExportItems.pinned(warehouse, ProjectionRow.TABLE, recipe.versions())
            .select(
                col("clustering_id"),
                col("content_id"),
                col("start_sec"),
                col("end_sec"),
                array("x", "y").as("on_map"));
    String[] item = {"clustering_id", "content_id", "start_sec", "end_sec"};
    return items.join(places, item, "left");
  }

  /** A clip is its own segment; a whole video has the clips inside it, or itself without any. */
  private static Dataset<Row> segments(Warehouse warehouse, Recipe recipe, Dataset<Row> included) {
    Dataset<Row> clips =
        ExportItems.vectors(warehouse, recipe.versions())
            .where(col("scope").equalTo("clip"))
            .select(
                col("content_id").as("g_content"),
                col("lens").as("g_lens"),
                col("start_sec").as("g_start"),
                col("end_sec").as("g_end"),
                col("vector").as("g_vector"));
    Column inside =
        col("unit")
            .equalTo("video")
            .and(col("content_id").equalTo(col("g_content")))
            .and(col("lens").equalTo(col("g_lens")))
            .and(col("g_start").geq(col("start_sec").minus(FRAME)))
            .and(col("g_end").leq(col("end_sec").plus(FRAME)));
    return included
        .join(clips, inside, "left")
        .withColumn("vector", coalesce(col("g_vector"), col("vector")))
        .withColumn("start_sec", coalesce(col("g_start"), col("start_sec")))
        .withColumn("end_sec", coalesce(col("g_end"), col("end_sec")));
  }

  /** The shards of these segments. */
  static List<PlannedShard> plan(Dataset<Row> segments, int shardItems, int dim) {
    VideoPlan plan = new VideoPlan(shardItems, dim);
    Iterator<Row> videos =
        segments.groupBy("split", "video_id").count().sort("split", "video_id").toLocalIterator();
    while (videos.hasNext()) {
      Row video = videos.next();
      plan.add(video.getString(0), video.getString(1), video.getLong(2));
    }
    return plan.shards();
  }
}
