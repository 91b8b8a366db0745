package dev.sluice.curate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Deals whole recordings to the splits label by label: the recordings of a label (the one that most
 * of their items have) are laid in an order drawn by the seed, item beside item, and cut where the
 * shares say. Where a label's row starts is drawn too, so that rare labels do not all fall into
 * train. Depends on nothing but the recordings, their labels and the rule.
 */
final class StratifiedDeal {
  private StratifiedDeal() {}

  /**
   * The items with their splits dealt anew, except where one is stated.
   *
   * @param items with the columns recording, label, split and whether that is stated
   */
  static Dataset<Row> of(Dataset<Row> items, SplitRule rule) {
    Column label = coalesce(col("label"), lit(""));
    Dataset<Row> recordings =
        items
            .where(not(col(ToCurated.IS_STATED)))
            .groupBy(col("recording"), label.as("of_label"))
            .agg(count(lit(1)).as("n"))
            .groupBy("recording")
            .agg(
                max_by(col("of_label"), struct(col("n"), col("of_label"))).as("main"),
                sum("n").as("size"))
            .withColumn("drawn", udf(new Draw(rule), DataTypes.DoubleType).apply(col("recording")));
    var ofLabel = Window.partitionBy("main");
    var upTo =
        ofLabel
            .orderBy("drawn", "recording")
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Dataset<Row> dealt =
        recordings
            .withColumn("before", sum("size").over(upTo).minus(col("size")))
            .withColumn("all", sum("size").over(ofLabel))
            .select(
                col("recording").as("dealt_recording"),
                udf(new Deal(rule), DataTypes.StringType)
                    .apply(col("main"), col("before"), col("size"), col("all"))
                    .as("dealt"));
    return items
        .join(dealt, col("recording").equalTo(col("dealt_recording")), "left")
        .withColumn("split", coalesce(col("dealt"), col("split")))
        .drop("dealt_recording", "dealt");
  }

  /** Where a recording lies in the row of its label. */
  private record Draw(SplitRule rule) implements UDF1<String, Double> {
    private static final long serialVersionUID = 1L;

    @Override
    public Double call(String recording) {
      return rule.drawn(recording);
    }
  }

  /** Cuts the row of a label. */
  record Deal(SplitRule rule) implements UDF4<String, Long, Long, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String label, Long before, Long size, Long all) {
      double middle = (before + size / 2.0) / all;
      return rule.at((middle + rule.drawn("label " + label)) % 1);
    }
  }
}
