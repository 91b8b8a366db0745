package dev.sluice.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

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

  /**
   * What of {@link #owned} is inside a video without being its own: a smaller part of its file was
   * embedded for itself, and would count that time twice. A segment that the video's own works gave
   * as well is not among them.
   *
   * @param owned with a column work_key; vectors are not needed
   * @return the columns i_content, i_part, i_start, i_end, i_from and i_to, each row once
   */
  public static Dataset<Row> inner(Dataset<Row> owned) {
    Dataset<Row> keys =
        owned.select(
            col("video_content").as("i_content"),
            col("part").as("i_part"),
            col("video_start").as("i_start"),
            col("video_end").as("i_end"),
            col("from_sec").as("i_from"),
            col("to_sec").as("i_to"),
            col("work_key").as("i_work"));
    String[] work = {"i_part", "i_start", "i_end", "i_work"};
    Dataset<Row> works =
        keys.groupBy("i_content", work).agg(min("i_from").as("first"), max("i_to").as("last"));
    Dataset<Row> a = works.alias("a");
    Dataset<Row> b = works.alias("b");
    Column lengthOfA = col("a.last").minus(col("a.first"));
    Column lengthOfB = col("b.last").minus(col("b.first"));
    Dataset<Row> nested =
        a.join(
                b,
                same("a.", "b.")
                    .and(col("a.first").geq(col("b.first").minus(FRAME)))
                    .and(col("a.last").leq(col("b.last").plus(FRAME)))
                    .and(lengthOfB.gt(lengthOfA.plus(2 * FRAME))),
                "left_semi")
            .select("a.i_content", "a.i_part", "a.i_start", "a.i_end", "a.i_work");
    Dataset<Row> k = keys.alias("k");
    Column ofWork = same("k.", "n.").and(col("k.i_work").equalTo(col("n.i_work")));
    Dataset<Row> inside = k.join(nested.alias("n"), ofWork, "left_semi").drop("i_work").distinct();
    Dataset<Row> own = k.join(nested.alias("n"), ofWork, "left_anti").drop("i_work").distinct();
    return inside
        .alias("k")
        .join(
            own.alias("n"),
            same("k.", "n.")
                .and(col("k.i_from").equalTo(col("n.i_from")))
                .and(col("k.i_to").equalTo(col("n.i_to"))),
            "left_anti");
  }

  /** {@link #owned} without {@link #inner}: each stretch of a video once. */
  public static Dataset<Row> outermost(Dataset<Row> owned) {
    return without(owned, inner(owned), "from_sec", "to_sec");
  }

  /**
   * Spans of videos that are none of {@link #inner}. Looks first whether there is any.
   *
   * @param spans with the columns of {@link #accepted}
   * @param from column of their start, seconds of the file
   * @param to column of their end
   */
  public static Dataset<Row> without(
      Dataset<Row> spans, Dataset<Row> inner, String from, String to) {
    // Hardly ever; rows with vectors are then not moved for it.
    if (inner.isEmpty()) {
      return spans;
    }
    Column isInner =
        col("video_content")
            .equalTo(col("i_content"))
            .and(col("part").equalTo(col("i_part")))
            .and(col("video_start").eqNullSafe(col("i_start")))
            .and(col("video_end").eqNullSafe(col("i_end")))
            .and(col(from).equalTo(col("i_from")))
            .and(col(to).equalTo(col("i_to")));
    return spans.join(inner, isInner, "left_anti");
  }

  /**
   * How much of a span no earlier one covers, 0 or more: over all spans of a partition these add up
   * to the time that they cover together, however they overlap.
   *
   * @param of what spans may overlap in
   */
  public static Column uncovered(Column start, Column end, WindowSpec of) {
    WindowSpec before =
        of.orderBy(start.asc(), end.desc()).rowsBetween(Window.unboundedPreceding(), -1);
    return greatest(lit(0.0), end.minus(greatest(start, coalesce(max(end).over(before), start))));
  }

  private static Column same(String one, String other) {
    return col(one + "i_content")
        .equalTo(col(other + "i_content"))
        .and(col(one + "i_part").equalTo(col(other + "i_part")))
        .and(col(one + "i_start").eqNullSafe(col(other + "i_start")))
        .and(col(one + "i_end").eqNullSafe(col(other + "i_end")));
  }
}
