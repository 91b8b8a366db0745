package dev.sluice.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.VideoRow;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Which of several names of one content is the video. */
final class Duplicates {
  private static final String BEFORE = "accepted_before";

  private Duplicates() {}

  /**
   * All videos, those of the manifest and those that are no longer in it, each content accepted
   * once: under the name that was accepted before the run, otherwise the first by video_id. A span
   * of the whole file is the file.
   *
   * @param start the videos before the run
   * @param known those that it found here, parts of the manifest that it has settled included
   */
  static Dataset<Row> settled(Dataset<Row> start, Dataset<Row> known, Dataset<Row> examined) {
    Dataset<Row> now = examined.where(col("video").isNotNull()).select(col("video.*"), col(BEFORE));
    Dataset<Row> accepted =
        start
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .select(col("video_id"), lit(true).as(BEFORE));
    Dataset<Row> staying =
        known
            .join(now.select(col("video_id")), "video_id", "left_anti")
            .join(accepted, new String[] {"video_id"}, "left")
            .withColumn(BEFORE, coalesce(col(BEFORE), lit(false)));
    Column usable = col("status").notEqual(VideoRow.REJECTED).and(col("content_id").isNotNull());
    // Without its prefix: a digest from the manifest and our own of all bytes are the same thing.
    Column content =
        when(usable, substring_index(col("content_id"), ":", -1))
            .otherwise(concat(lit("row:"), col("video_id")));
    Column from = coalesce(col("start_sec"), lit(0.0));
    Column whole =
        from.equalTo(0)
            .and(
                coalesce(
                    col("end_sec").geq(col("duration_sec").minus(Examination.ROUNDING_SEC)),
                    col("end_sec").isNull()));
    WindowSpec same =
        Window.partitionBy(
                content, when(whole, lit(null)).otherwise(from), when(not(whole), col("end_sec")))
            .orderBy(col(BEFORE).desc(), col("video_id"));
    Column again = usable.and(col("original").notEqual(col("video_id")));
    return now.unionByName(staying)
        .withColumn("original", first(col("video_id")).over(same))
        .withColumn("duplicate_of", when(again, col("original")))
        .withColumn(
            "status",
            when(again, lit(VideoRow.DUPLICATE))
                .when(usable, lit(VideoRow.ACCEPTED))
                .otherwise(col("status")))
        .drop("original", BEFORE);
  }
}
