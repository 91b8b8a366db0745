package dev.sluice.trends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts of a period on its two sides, by label, place and camera. */
final class Sides {
  private static final String[] PLACE = {"dimension", "value"};
  private static final String[] CAMERA = {"dimension", "value", "camera"};
  private static final String[] CAMERA_DAY = {"dimension", "value", "camera", "day"};
  // Sums of fractions depend on the order of adding; sums of whole millionths do not.
  private static final double MILLIONTHS = 1e6;

  private final Dataset<Row> days;
  private final Dataset<Row> footage;
  private final Column after;

  /**
   * The sides of a period.
   *
   * @param byDimension what {@link Cells#byDimension} made
   */
  Sides(Dataset<Row> byDimension, Period period) {
    this.after = col("day").geq(lit(java.sql.Date.valueOf(period.afterFrom())));
    this.days =
        byDimension.where(
            col("day")
                .between(
                    lit(java.sql.Date.valueOf(period.beforeFrom())),
                    lit(java.sql.Date.valueOf(period.until()))));
    this.footage =
        days.groupBy("dimension", "value", "camera", "day")
            .agg(sum("footage").as("footage"))
            .where(col("footage").gt(0));
  }

  /** A label on a camera at a place, with the place's footage on all cameras that compare. */
  record Counted(
      String label,
      String dimension,
      String value,
      Stratum camera,
      Spread before,
      Spread after,
      double placeHoursBefore,
      double placeHoursAfter) {}

  /** What {@link Dispersion} needs of one side. */
  record Spread(double squares, long days) {}

  /** One row per label, place and camera with footage on both sides, in a fixed order. */
  List<Counted> counted() {
    Dataset<Row> cameras = cameras().where(bothSides());
    Dataset<Row> places =
        cameras
            .groupBy("dimension", "value")
            .agg(sum("footage_before").as("place_before"), sum("footage_after").as("place_after"));
    Column squares =
        round(
                col("items")
                    .multiply(col("items"))
                    .multiply(Cells.MILLIS_PER_HOUR * MILLIONTHS)
                    .divide(col("footage")))
            .cast("bigint");
    List<Counted> counted = new ArrayList<>();
    days.where(col("label").isNotNull())
        .drop("footage")
        .join(footage, CAMERA_DAY, "inner")
        .groupBy("dimension", "value", "camera", "label")
        .agg(
            before(col("items")).as("items_before"),
            after(col("items")).as("items_after"),
            before(squares).as("squares_before"),
            after(squares).as("squares_after"))
        .join(cameras, CAMERA, "inner")
        .join(places, PLACE, "inner")
        .orderBy("label", "dimension", "value", "camera")
        .collectAsList()
        .forEach(row -> counted.add(counted(row)));
    return counted;
  }

  /** Cameras with footage on one side only: new ones, and those taken away. */
  long onOneSideOnly() {
    return cameras().where(col("dimension").equalTo("all").and(bothSides().equalTo(false))).count();
  }

  private Dataset<Row> cameras() {
    return footage
        .groupBy("dimension", "value", "camera")
        .agg(
            before(col("footage")).as("footage_before"),
            after(col("footage")).as("footage_after"),
            before(lit(1L)).as("days_before"),
            after(lit(1L)).as("days_after"));
  }

  private static Column bothSides() {
    return col("footage_before").gt(0).and(col("footage_after").gt(0));
  }

  private Column before(Column value) {
    return sum(when(after, 0L).otherwise(value));
  }

  private Column after(Column value) {
    return sum(when(after, value).otherwise(0L));
  }

  private static Counted counted(Row row) {
    return new Counted(
        row.getAs("label"),
        row.getAs("dimension"),
        row.getAs("value"),
        new Stratum(
            number(row, "items_before"),
            hours(row, "footage_before"),
            number(row, "items_after"),
            hours(row, "footage_after")),
        new Spread(number(row, "squares_before") / MILLIONTHS, number(row, "days_before")),
        new Spread(number(row, "squares_after") / MILLIONTHS, number(row, "days_after")),
        hours(row, "place_before"),
        hours(row, "place_after"));
  }

  private static long number(Row row, String column) {
    return row.<Long>getAs(column);
  }

  private static double hours(Row row, String column) {
    return number(row, column) / Cells.MILLIS_PER_HOUR;
  }
}
