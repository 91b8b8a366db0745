package dev.sluice.ingest;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that are computed once, whatever is written meanwhile. Kept as an RDD: Spark would compute a
 * cached Dataset again as soon as a table that it reads is written, and so open files a second
 * time.
 *
 * @param rows the rows
 * @param results where they are kept
 */
record Kept(Dataset<Row> rows, JavaRDD<Row> results) implements AutoCloseable {
  static Kept of(Dataset<Row> plan) {
    JavaRDD<Row> results = plan.toJavaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    return new Kept(plan.sparkSession().createDataFrame(results, plan.schema()), results);
  }

  @Override
  public void close() {
    results.unpersist();
  }
}
