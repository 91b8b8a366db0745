package dev.sluice.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which video owns which segment of a content. Every step that meets both asks here. */
public final class VideoSegments {
  // Models cut at frames, manifests at whole numbers.
  private static final double FRAME = 0.5;

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
}
