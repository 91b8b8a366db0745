package dev.sluice.chaos;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The controller's own small session, to write the videos and to read what was kept. */
final class Sessions {
  private Sessions() {}

  /** A session on one core that can reach a store. */
  static SparkSession open(Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("sluice-chaos")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    SparkSession spark = builder.getOrCreate();
    settings.forEach(spark.sparkContext().hadoopConfiguration()::set);
    return spark;
  }
}
