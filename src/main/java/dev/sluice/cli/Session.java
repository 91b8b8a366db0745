package dev.sluice.cli;

import org.apache.spark.sql.SparkSession;

/**
 * A Spark session for one command.
 *
 * @param spark the session
 * @param ours whether we started it; one that was there before is left running
 */
record Session(SparkSession spark, boolean ours) implements AutoCloseable {
  /** Breaks off what Spark is doing; the command that asked for it fails. */
  void cancel(String why) {
    spark.sparkContext().cancelAllJobs();
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
