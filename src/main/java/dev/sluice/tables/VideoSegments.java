package dev.sluice.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/** Which video owns which segment of a content. Every step that meets both asks here. */
public final class VideoSegments {
  // Models cut at frames, manifests at whole numbers.
  static final double FRAME = 0.5;

  private VideoSegments() {}

  /**
   * The accepted videos: video_id, ground_truth, video_content, video_start, video_end (null when
   * nobody measured the file) and part, which tells a span of a file from a whole one.
   */
  public static Dataset<Row> accepted(Warehouse warehouse) {
    return warehouse
        .read(VideoRow.TABLE)
        .where(col("status").equalTo(VideoRow.ACCEPTED))
        .select(
            col("video_id"),
            col("ground_truth"),
            col("content_id").as("video_content"),
            coalesce(col("start_sec"), lit(0.0)).as("video_start"),
            coalesce(col("end_sec"), col("duration_sec")).as("video_end"),
            col("start_sec").isNotNull().or(col("end_sec").isNotNull()).as("part"));
  }

  /**
   * The embedded segments of a lens: content_id, from_sec and to_sec in seconds of the file,
   * work_key and vector.
   *
   * @param scope clip or video
   */
  public static Dataset<Row> embedded(Warehouse warehouse, String lens, String scope) {
    return embedded(warehouse.read(EmbeddingRow.TABLE), lens, scope);
  }

  /**
   * The segments that {@link #embedded} finds in the table at some version.
   *
   * @param embeddings rows of {@link EmbeddingRow}
   */
  public static Dataset<Row> embedded(Dataset<Row> embeddings, String lens, String scope) {
    return embeddings
        .where(col("lens").equalTo(lens).and(col("scope").equalTo(scope)))
        .select(
            col("content_id"),
            col("start_sec").as("from_sec"),
            col("end_sec").as("to_sec"),
            col("work_key"),
            col("vector"));
  }

  /**
   * Every segment with every video that owns it: all columns of both. A video that is a part of its
   * file owns only the segments inside that part, give or take half a second.
   *
   * @param segments columns content_id, from_sec, to_sec in seconds of the file, and any others
   * @param videos columns of {@link #accepted}, some of the names left out
   */
  public static Dataset<Row> owned(Dataset<Row> segments, Dataset<Row> videos) {
    Column inside =
        col("part")
            .equalTo(false)
            .or(
                col("from_sec")
                    .geq(col("video_start").minus(FRAME))
                    .and(col("to_sec").leq(col("video_end").plus(FRAME))));
    return segments.join(videos, col("content_id").equalTo(col("video_content")).and(inside));
  }

  /**
   * The segments with one answer for each: of several works that answered about one segment the one
   * with the least key, wherever that is asked.
   *
   * @param segments with a column work_key
   * @param segment the columns that name a segment
   */
  public static Dataset<Row> once(Dataset<Row> segments, String... segment) {
    Column[] by = Stream.of(segment).map(functions::col).toArray(Column[]::new);
    return segments
        .withColumn("nth", row_number().over(Window.partitionBy(by).orderBy("work_key")))
        .where(col("nth").equalTo(1))
        .drop("nth");
  }

  /**
   * How much of a span no earlier one covers, 0 or more: over all spans of a partition these add up
   * to the time that they cover together, however they overlap.
   *
   * @param of what spans may overlap in
   * @param name tells spans of one start and end apart, of which the first covers
   */
  public static Column uncovered(Column start, Column end, WindowSpec of, String name) {
    WindowSpec before =
        of.orderBy(start.asc(), end.desc(), col(name)).rowsBetween(Window.unboundedPreceding(), -1);
    return greatest(lit(0.0), end.minus(greatest(start, coalesce(max(end).over(before), start))));
  }
}
