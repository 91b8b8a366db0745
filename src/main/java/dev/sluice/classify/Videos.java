package dev.sluice.classify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.InnerSegments;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Accepted videos with their scored clips. */
final class Videos {
  private Videos() {}

  /**
   * One row per video that has a vector: video_id, content_id, ground_truth, video_start, video_end
   * and its clips: option, from_sec, to_sec, cosines, prompts.
   *
   * <p>Clips are scored where they are read, before they meet their videos: a content is scored
   * once however many videos are cut from it, and vectors are not moved. Of several answers about
   * one stretch of a video one counts, in each option by itself.
   *
   * @param prompts by lens
   */
  static Dataset<Row> scored(Warehouse warehouse, String scope, Map<String, Prompts> prompts) {
    Dataset<ClipVector> clips =
        warehouse
            .read(EmbeddingRow.TABLE)
            .where(
                col("scope")
                    .equalTo(scope)
                    .and(col("lens").isin((Object[]) prompts.keySet().toArray(new String[0]))))
            .select(
                col("content_id").as("contentId"),
                col("lens"),
                col("start_sec").as("fromSec"),
                col("end_sec").as("toSec"),
                col("work_key").as("workKey"),
                col("vector"))
            .as(Encoders.bean(ClipVector.class));
    Broadcast<Map<String, Prompts>> broadcast =
        JavaSparkContext.fromSparkContext(warehouse.spark().sparkContext())
            .broadcast(Map.copyOf(prompts));
    Dataset<Row> scores =
        clips
            .mapPartitions(new ScoreClips(broadcast), Encoders.bean(ClipScores.class))
            .select(
                col("contentId").as("content_id"),
                col("option"),
                col("fromSec").as("from_sec"),
                col("toSec").as("to_sec"),
                col("workKey").as("work_key"),
                col("cosines"),
                col("prompts"));
    Dataset<Row> videos = VideoSegments.accepted(warehouse);
    Dataset<Row> owned =
        VideoSegments.owned(
            VideoSegments.once(scores, "content_id", "option", "from_sec", "to_sec"), videos);
    for (Map.Entry<String, Prompts> lens : new TreeMap<>(prompts).entrySet()) {
      InnerSegments inner =
          InnerSegments.of(
              warehouse, VideoSegments.embedded(warehouse, lens.getKey(), scope), videos);
      owned = own(inner, owned, lens.getValue().option());
    }
    return owned
        .groupBy("video_id", "content_id", "ground_truth", "video_start", "video_end")
        .agg(
            collect_list(
                    struct(
                        col("option"),
                        col("from_sec"),
                        col("to_sec"),
                        col("cosines"),
                        col("prompts")))
                .as("clips"));
  }

  // Segments of other options have no place to be compared by, so they all stay.
  private static Dataset<Row> own(InnerSegments inner, Dataset<Row> owned, String option) {
    Column mine = col("option").equalTo(option);
    return inner.without(
        owned
            .withColumn("own_from", when(mine, col("from_sec")))
            .withColumn("own_to", when(mine, col("to_sec"))),
        "own_from",
        "own_to");
  }
}
