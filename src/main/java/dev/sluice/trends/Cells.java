package dev.sluice.trends;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * The dataset's items, counted. Lengths are whole milliseconds, so that sums are the same whatever
 * the order in which Spark adds.
 */
final class Cells {
  static final double MILLIS_PER_MINUTE = 60_000;
  static final double MILLIS_PER_HOUR = 3_600_000;

  private Cells() {}

  /**
   * Items, milliseconds with the label and milliseconds of footage by day, shift, camera, site,
   * zone and label; day is null where nobody knows when it was filmed, label where nobody named it.
   * The same span of the same content counts once, under its first dated name, and where spans
   * overlap their time counts once: for the label, and as footage. What a person excluded is
   * footage and has no label.
   */
  static Dataset<Row> of(Warehouse warehouse, Shifts shifts) {
    Dataset<Row> videos =
        warehouse
            .read(VideoRow.TABLE)
            .select(
                col("video_id"),
                col("captured_at"),
                coalesce(col("start_sec"), lit(0.0)).as("video_start"),
                col("camera_id"),
                col("site"),
                col("zone"));
    Column label = when(col("verdict").notEqual("excluded"), col("label"));
    return warehouse
        .read(CuratedRow.TABLE)
        .select(
            col("video_id"), col("content_id"), col("start_sec"), col("end_sec"), label.as("label"))
        .join(videos, "video_id", "left")
        .groupBy("content_id", "start_sec", "end_sec")
        .agg(
            min(struct(
                    col("captured_at").isNull().as("undated"),
                    col("video_id"),
                    col("label"),
                    col("captured_at"),
                    col("video_start"),
                    col("camera_id"),
                    col("site"),
                    col("zone")))
                .as("item"))
        .withColumn(
            "filmed",
            udf(new WhenFilmed(shifts), WhenFilmed.SCHEMA)
                .apply(
                    col("item.captured_at"),
                    col("start_sec").minus(coalesce(col("item.video_start"), lit(0.0)))))
        .withColumn("length", millis("content_id", "item.label"))
        .withColumn("covers", millis("content_id"))
        .groupBy("filmed", "item.camera_id", "item.site", "item.zone", "item.label")
        .agg(count(lit(1)).as("items"), sum("length").as("millis"), sum("covers").as("footage"))
        .select(
            col("filmed.day"),
            col("filmed.shift"),
            col("filmed.shift_day"),
            col("camera_id"),
            col("site"),
            col("zone"),
            col("label"),
            col("items"),
            col("millis"),
            col("footage"));
  }

  private static Column millis(String... of) {
    WindowSpec spans = Window.partitionBy(Stream.of(of).map(functions::col).toArray(Column[]::new));
    Column seconds = VideoSegments.uncovered(col("start_sec"), col("end_sec"), spans, "content_id");
    return round(seconds.multiply(1000)).cast("bigint");
  }

  /** The dated cells once for each dimension in which they have a value. */
  static Dataset<Row> byDimension(Dataset<Row> cells) {
    Column dimensions =
        array(
            dimension("all", lit(""), "day"),
            dimension("camera", col("camera_id"), "day"),
            dimension("site", col("site"), "day"),
            dimension("zone", col("zone"), "day"),
            dimension("shift", col("shift"), "shift_day"));
    return cells
        .where(col("day").isNotNull().and(col("millis").gt(0).or(col("footage").gt(0))))
        .withColumn("camera", coalesce(col("camera_id"), lit("")))
        .select(
            explode(dimensions).as("of"),
            col("camera"),
            col("label"),
            col("items"),
            col("millis"),
            col("footage"))
        .where(col("of.value").isNotNull())
        .groupBy(col("of.dimension"), col("of.value"), col("of.day"), col("camera"), col("label"))
        .agg(sum("items").as("items"), sum("millis").as("millis"), sum("footage").as("footage"));
  }

  private static Column dimension(String name, Column value, String day) {
    return struct(lit(name).as("dimension"), value.as("value"), col(day).as("day"));
  }
}
