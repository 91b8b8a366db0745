package dev.sluice.cluster;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How a cluster's items lie around its centroid.
 *
 * @param cluster its id
 * @param items how many
 * @param mean mean of their distances
 * @param sd population standard deviation of their distances
 * @param squares sum of their squared distances
 * @param smallMargins share of them whose margin is under a tenth of the distance to the next
 *     centroid; distances 0.9 and 0.95, so a margin of 0.05, are such a one: 0.05 &lt; 0.095
 */
record Shape(int cluster, long items, double mean, double sd, double squares, double smallMargins) {
  private static final double SMALL = 0.1;

  /** The shapes of clusters, by id. */
  static List<Shape> of(Dataset<Row> members) {
    Column small = col("margin").lt(col("distance").plus(col("margin")).multiply(SMALL));
    List<Shape> shapes = new ArrayList<>();
    for (Row row :
        members
            .groupBy("cluster_id")
            .agg(
                count(lit(1)),
                avg("distance"),
                stddev_pop("distance"),
                sum(col("distance").multiply(col("distance"))),
                avg(when(small, 1.0).otherwise(0.0)))
            .orderBy("cluster_id")
            .collectAsList()) {
      shapes.add(
          new Shape(
              row.getInt(0),
              row.getLong(1),
              row.getDouble(2),
              row.getDouble(3),
              row.getDouble(4),
              row.getDouble(5)));
    }
    return shapes;
  }
}
