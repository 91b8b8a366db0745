package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
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
    // Works on one content share a task, and with it one upload.
    return spark
        .createDataFrame(CallRequest.CODEC.toRows(requests), CallRequest.CODEC.schema())
        .repartition(partitions, col("work.content_id"))
        .mapPartitions(new CallPartition(settings), Encoders.row(CallResult.CODEC.schema()));
  }
}
