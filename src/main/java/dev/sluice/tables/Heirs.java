package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Second names of a content whose first name is taken down: the first of them by video_id takes its
 * place, with the content id under which the work was paid for.
 */
public final class Heirs {
  private Heirs() {}

  /**
   * Lets them inherit, in one atomic commit. Idempotent; call it before the first names go.
   *
   * @return how many videos were accepted in place of another
   */
  public static long inherit(Warehouse warehouse, Forgotten forgotten) {
    Dataset<Row> videos = warehouse.read(VideoRow.TABLE);
    Dataset<Row> originals = videos.select(col("video_id").as("duplicate_of"), col("content_id"));
    WindowSpec same = Window.partitionBy("duplicate_of").orderBy("video_id");
    Column heir = first("video_id").over(same);
    Column isHeir = col("video_id").equalTo(col("heir"));
    Dataset<Row> changes =
        videos
            .where(
                col("status")
                    .equalTo(VideoRow.DUPLICATE)
                    .and(forgotten.video(col("duplicate_of")))
                    .and(not(forgotten.video(col("video_id")))))
            .select("video_id", "duplicate_of")
            .join(originals, "duplicate_of")
            .withColumn("heir", heir)
            .select(
                col("video_id"),
                when(isHeir, lit(VideoRow.ACCEPTED))
                    .otherwise(lit(VideoRow.DUPLICATE))
                    .as("status"),
                when(not(isHeir), col("heir")).as("duplicate_of"),
                col("content_id"));
    List<Row> rows = changes.collectAsList();
    if (!rows.isEmpty()) {
      warehouse
          .delta(VideoRow.TABLE)
          .as("t")
          .merge(
              warehouse.spark().createDataFrame(rows, changes.schema()).as("n"),
              "t.video_id = n.video_id")
          .whenMatched()
          .updateExpr(
              Map.of(
                  "status", "n.status",
                  "duplicate_of", "n.duplicate_of",
                  "content_id", "n.content_id"))
          .execute();
    }
    return rows.stream().filter(row -> VideoRow.ACCEPTED.equals(row.getString(1))).count();
  }
}
