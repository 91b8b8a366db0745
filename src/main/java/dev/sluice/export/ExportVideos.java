package dev.sluice.export;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;

import dev.sluice.media.Links;
import dev.sluice.media.Sha256;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.InnerSegments;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** The queries of formats that are written video by video. */
final class ExportVideos {
  private static final Column NO_VECTOR = lit(null).cast("array<float>");
  private static final Column NOWHERE = lit(null).cast("array<double>");

  private ExportVideos() {}

  /** What a format writes of the included items: one row per segment, with its video's file. */
  static Dataset<Row> of(
      Warehouse warehouse, Recipe recipe, String lens, Dataset<Row> included, ExportFormat format) {
    Dataset<Row> segments =
        format == ExportFormat.FIFTYONE
            ? placed(warehouse, recipe, included)
            : segments(warehouse, recipe, lens, included).withColumn("on_map", NOWHERE);
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
        .withColumn(
            "uri", udf(new Shown(), DataTypes.StringType).apply(coalesce(col("uri"), lit(""))))
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
            "work_key",
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
    Dataset<Row> items = included.withColumn("vector", NO_VECTOR);
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

  /** A clip is its own segment; a whole video has its own clips, or itself without any. */
  private static Dataset<Row> segments(
      Warehouse warehouse, Recipe recipe, String lens, Dataset<Row> included) {
    Dataset<Row> clips =
        VideoSegments.embedded(
            ExportItems.pinned(warehouse, EmbeddingRow.TABLE, recipe.versions()), lens, "clip");
    Dataset<Row> videos =
        included
            .where(col("unit").equalTo("video"))
            .select(
                col("item_id").as("owner"),
                col("content_id").as("video_content"),
                lit(true).as("part"),
                col("start_sec").as("video_start"),
                col("end_sec").as("video_end"));
    Dataset<Row> own =
        VideoSegments.once(
                InnerSegments.of(warehouse, clips, videos)
                    .without(VideoSegments.owned(clips, videos), "from_sec", "to_sec"),
                "owner",
                "from_sec",
                "to_sec")
            .select(
                col("owner"),
                col("from_sec"),
                col("to_sec"),
                col("vector").as("of_clip"),
                col("work_key").as("by_work"));
    return included
        .join(own, col("item_id").equalTo(col("owner")), "left")
        .withColumn("vector", coalesce(col("of_clip"), col("vector")))
        .withColumn("work_key", coalesce(col("by_work"), col("work_key")))
        .withColumn("start_sec", coalesce(col("from_sec"), col("start_sec")))
        .withColumn("end_sec", coalesce(col("to_sec"), col("end_sec")));
  }

  /**
   * What each format of a recipe that is written video by video holds, as a digest by its name:
   * everything but the vectors, which are named by the works they came from.
   *
   * @param listed the items that go in, without vectors
   */
  static Map<String, String> digests(
      Warehouse warehouse, Recipe recipe, String lens, Dataset<Row> listed) {
    Map<String, String> digests = new TreeMap<>();
    Dataset<Row> items = listed.withColumn("vector", NO_VECTOR);
    for (ExportFormat format : recipe.formats()) {
      if (format.layout() instanceof Layout.ByVideo) {
        Dataset<Row> segments = of(warehouse, recipe, lens, items, format);
        digests.put(format.key(), digest(segments.drop(format.leavesOut())));
      }
    }
    return digests;
  }

  private static String digest(Dataset<Row> segments) {
    Column row =
        to_json(struct(Stream.of(segments.columns()).map(functions::col).toArray(Column[]::new)));
    Iterator<Row> videos =
        segments
            .groupBy("split", "video_id")
            .agg(sha2(concat_ws("\n", sort_array(collect_list(row))).cast("binary"), 256))
            .sort("split", "video_id")
            .toLocalIterator();
    MessageDigest digest = Sha256.digest();
    while (videos.hasNext()) {
      digest.update(videos.next().getString(2).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
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

  /** A place as a release may name it: what signs a link changes, and is a secret. */
  static final class Shown implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String uri) {
      return uri.startsWith("file:") ? uri : Links.shown(uri);
    }
  }
}
