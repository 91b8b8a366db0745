package dev.sluice.bench;

import dev.sluice.calls.PermitPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Where Spark runs.
 *
 * @param executors executor processes; 0 runs tasks inside the driver
 * @param executorMb memory of an executor, MB
 * @param slots tasks that an executor, or the driver without one, runs at once
 */
record Cluster(int executors, int executorMb, int slots) {
  private static final int SLOTS = 2;

  private static final int EXECUTOR_MB = 700;

  /** Executors of two slots. */
  Cluster(int executors, int executorMb) {
    this(executors, executorMb, SLOTS);
  }

  /** Executors that hold no more than what calls need. */
  Cluster(int executors) {
    this(executors, EXECUTOR_MB);
  }

  /** Task slots, whatever cores the machine has. */
  int cores() {
    return slots * Math.max(1, executors);
  }

  /**
   * A session. Executor processes need {@code SPARK_HOME} and {@code SPARK_SCALA_VERSION}, which
   * {@code src/bench/run} sets; a failed task is tried again, in both modes.
   */
  SparkSession start(Path scratch) throws IOException {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("sluice-bench")
            .master(
                executors == 0
                    ? "local[%d,3]".formatted(slots)
                    : "local-cluster[%d,%d,%d]".formatted(executors, slots, executorMb))
            .config("spark.executor.memory", executorMb + "m")
            // A collector with threads of its own would take the slots of other executors.
            .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.plugins", PermitPlugin.class.getName())
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", scratch.resolve("spark-local").toString())
            .config(
                "spark.sql.warehouse.dir", scratch.resolve("spark-warehouse").toUri().toString())
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    Files.createDirectories(scratch);
    return builder.getOrCreate();
  }
}
