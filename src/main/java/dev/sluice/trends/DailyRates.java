package dev.sluice.trends;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of {@code trends}. */
final class DailyRates {
  private static final String[] PLACE = {"dimension", "value"};
  private static final String[] CELL = {"dimension", "value", "day", "label"};

  private DailyRates() {}

  /**
   * Every label that was ever seen at a value, on every day with footage there: also on days
   * without it, or a mean over days would count only those on which something happened.
   */
  static Dataset<Row> of(Dataset<Row> byDimension) {
    Dataset<Row> counted =
        byDimension
            .groupBy("dimension", "value", "day", "label")
            .agg(
                sum("items").as("items"), sum("millis").as("millis"), sum("footage").as("footage"));
    Dataset<Row> footage =
        counted
            .groupBy("dimension", "value", "day")
            .agg(sum("footage").as("footage"))
            .where(col("footage").gt(0));
    Dataset<Row> labelled = counted.where(col("label").isNotNull()).drop("footage");
    Dataset<Row> seen = labelled.select("dimension", "value", "label").distinct();
    Column items = coalesce(col("items"), lit(0L));
    Column millis = coalesce(col("millis"), lit(0L));
    return footage
        .join(seen, PLACE, "inner")
        .join(labelled, CELL, "left")
        .select(
            col("label"),
            col("dimension"),
            col("value"),
            col("day"),
            items.as("items"),
            millis.divide(Cells.MILLIS_PER_MINUTE).as("minutes"),
            col("footage").divide(Cells.MILLIS_PER_HOUR).as("footage_hours"),
            items.multiply(Cells.MILLIS_PER_HOUR).divide(col("footage")).as("rate"),
            millis.divide(col("footage")).as("minutes_share"));
  }
}
