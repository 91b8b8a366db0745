package dev.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.sql.SparkSession;

/** Spark sessions for tests: two cores, three tries per task, permits, no UI, small shuffles. */
final class TestSessions {
  private TestSessions() {}

  static SparkSession local() {
    try {
      return SparkSession.builder()
          .master("local[2,3]")
          .appName("sluice-tests")
          .config("spark.plugins", "dev.sluice.calls.PermitPlugin")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.codegen.wholeStage", "false")
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
          .config("spark.sql.adaptive.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.databricks.delta.snapshotPartitions", "2")
          // Each test has tables of its own; those of a thousand fill the heap.
          .config("spark.databricks.delta.delta.log.cacheSize", "40")
          .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
          .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
          .config(
              "spark.sql.warehouse.dir",
              Files.createTempDirectory("sluice-spark").toUri().toString())
          .getOrCreate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
