package dev.sluice.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.provider.Scope;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.Optional;
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

  private final Warehouse warehouse;
  private final String lens;
  private final boolean clips;
  private final Optional<Dataset<Row>> only;

  Items(Warehouse warehouse, String lens, String unit) {
    this(warehouse, lens, unit.equals(ClusterConf.CLIP), Optional.empty());
  }

  private Items(Warehouse warehouse, String lens, boolean clips, Optional<Dataset<Row>> only) {
    this.warehouse = warehouse;
    this.lens = lens;
    this.clips = clips;
    this.only = only;
  }

  /** The items of some contents: rows with a column content_id, each once. */
  Items of(Dataset<Row> contents) {
    return new Items(warehouse, lens, clips, Optional.of(contents));
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
    Dataset<Row> embeddings =
        warehouse
            .read(EmbeddingRow.TABLE)
            .where(col("lens").equalTo(lens).and(col("scope").equalTo(scope())))
            .withColumnRenamed("start_sec", "from_sec")
            .withColumnRenamed("end_sec", "to_sec");
    embeddings =
        withVectors
            ? embeddings.select("content_id", "from_sec", "to_sec", "work_key", "vector")
            : embeddings.select("content_id", "from_sec", "to_sec", "work_key");
    if (only.isPresent()) {
      embeddings = embeddings.join(only.get(), new String[] {"content_id"}, "left_semi");
    }
    Dataset<Row> videos =
        VideoSegments.accepted(warehouse).drop("video_id", "ground_truth").distinct();
    Dataset<Row> joined =
        VideoSegments.outermost(VideoSegments.owned(embeddings, videos))
            .withColumn(
                "start_sec",
                clips ? col("from_sec") : videoTime("video_start", measured(min("from_sec"))))
            .withColumn(
                "end_sec", clips ? col("to_sec") : videoTime("video_end", measured(max("to_sec"))));
    // Of several answers about one segment the same one every time.
    Column nth =
        row_number()
            .over(
                Window.partitionBy("id", "from_sec")
                    .orderBy(col("to_sec").desc(), col("work_key")));
    return joined
        .withColumn("id", id())
        .withColumn("nth", nth)
        .where(col("nth").equalTo(1))
        .drop("nth");
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
