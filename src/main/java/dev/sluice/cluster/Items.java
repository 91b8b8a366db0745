package dev.sluice.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.provider.Scope;
import dev.sluice.tables.InnerSegments;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The items to cluster: accepted videos joined to their vectors of one lens. An item is (content,
 * start, end), so two names of one content count once.
 */
final class Items {
  /** Shorter segments are leftovers at the end of a recording, seconds. */
  static final double SHORTEST = 2;

  private final boolean clips;
  private final Dataset<Row> videos;
  private final Dataset<Row> embeddings;
  private final InnerSegments inner;

  Items(Warehouse warehouse, String lens, String unit) {
    this.clips = unit.equals(ClusterConf.CLIP);
    this.videos = VideoSegments.accepted(warehouse).drop("video_id", "ground_truth").distinct();
    this.embeddings = VideoSegments.embedded(warehouse, lens, scope());
    this.inner = InnerSegments.of(warehouse, embeddings, videos);
  }

  private Items(Items all, Dataset<Row> contents) {
    this.clips = all.clips;
    this.videos = all.videos;
    this.embeddings = all.embeddings.join(contents, new String[] {"content_id"}, "left_semi");
    this.inner = all.inner;
  }

  /** The items of some contents: rows with a column content_id, each once. */
  Items of(Dataset<Row> contents) {
    return new Items(this, contents);
  }

  /** What identifies an item with the columns content_id, start_sec and end_sec. */
  static Column id() {
    return concat_ws("|", col("content_id"), col("start_sec"), col("end_sec"));
  }

  /** One row per item and segment, without vectors: id, from_sec, work_key, content_id. */
  Dataset<Row> keys() {
    return longEnough(segments(false)).select("id", "from_sec", "work_key", "content_id");
  }

  /** Segments that are left out because they are too short. */
  long tooShort() {
    return clips ? segments(false).where(length().lt(SHORTEST)).count() : 0;
  }

  /**
   * One row per item: id, content_id, start_sec, end_sec and its segments in order with their
   * vectors. A video that was embedded in parts has several segments.
   */
  Dataset<Row> vectors() {
    return longEnough(segments(true))
        .groupBy("id", "content_id", "start_sec", "end_sec")
        .agg(
            sort_array(collect_list(struct(col("from_sec"), col("to_sec"), col("vector"))))
                .as("segments"));
  }

  private Dataset<Row> longEnough(Dataset<Row> segments) {
    return clips ? segments.where(length().geq(SHORTEST)) : segments;
  }

  private static Column length() {
    return col("end_sec").minus(col("start_sec"));
  }

  private Dataset<Row> segments(boolean withVectors) {
    Dataset<Row> joined =
        inner
            .without(
                VideoSegments.owned(withVectors ? embeddings : embeddings.drop("vector"), videos),
                "from_sec",
                "to_sec")
            .withColumn(
                "start_sec",
                clips ? col("from_sec") : videoTime("video_start", measured(min("from_sec"))))
            .withColumn(
                "end_sec", clips ? col("to_sec") : videoTime("video_end", measured(max("to_sec"))));
    return VideoSegments.once(joined.withColumn("id", id()), "id", "from_sec", "to_sec");
  }

  // A whole video is as long as its vectors say: a manifest may round its duration.
  private static Column videoTime(String ofPart, Column measured) {
    return when(col("part"), coalesce(col(ofPart), measured)).otherwise(measured);
  }

  private static Column measured(Column edge) {
    return edge.over(Window.partitionBy("content_id", "part", "video_start", "video_end"));
  }

  private String scope() {
    return (clips ? Scope.CLIP : Scope.VIDEO).key();
  }
}
