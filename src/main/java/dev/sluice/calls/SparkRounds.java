package dev.sluice.calls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rounds on the executors: one Spark action each, evaluated once. <b>Pays.</b> */
final class SparkRounds implements Rounds {
  private final SparkSession spark;
  private final int partitions;

  SparkRounds(SparkSession spark, int partitions) {
    this.spark = spark;
    this.partitions = partitions;
  }

  @Override
  public List<CallResult> run(
      CallSettings settings, List<CallRequest> requests, String description) {
    spark.sparkContext().setJobDescription(description);
    try {
      List<CallResult> results = new ArrayList<>();
      for (Row row : paid(settings, requests).collectAsList()) {
        results.add(CallResult.CODEC.fromRow(row));
      }
      return results;
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  /** The paid plan. Whoever runs a second action on it is refused by the desk. */
  Dataset<Row> paid(CallSettings settings, List<CallRequest> requests) {
    // Works on one content lie together: they share a task, and with it one upload. Nothing is
    // shuffled, so that a lost executor repeats its own tasks only.
    List<Row> rows =
        CallRequest.CODEC.toRows(
            requests.stream()
                .sorted(Comparator.comparing(request -> request.work().contentId()))
                .toList());
    return spark
        .createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(rows, Math.min(partitions, rows.size())),
            CallRequest.CODEC.schema())
        .mapPartitions(new CallPartition(settings), Encoders.row(CallResult.CODEC.schema()));
  }
}
