package dev.sluice.testing;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import com.holdenkarau.spark.testing.SparkSessionProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The comparators of spark-testing-base by composition: no second context is started and ScalaTest
 * is not loaded.
 */
public final class DatasetAsserts {
  private DatasetAsserts() {}

  /** Fails unless both hold the same rows in the same order, nullability included. */
  // Deprecated in the version for Spark 3.5, where the other method takes another argument.
  @SuppressWarnings("deprecation")
  public static void assertSameRowsInOrder(Dataset<Row> expected, Dataset<Row> actual) {
    base(expected).assertDataFrameApproximateEquals(expected, actual, 0.0);
  }

  /** Fails unless both hold the same rows in any order, nullability included. */
  public static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    base(expected).assertDataFrameNoOrderEquals(expected, actual);
  }

  private static JavaDatasetSuiteBase base(Dataset<Row> any) {
    // Without it the failure path dies with a NullPointerException instead of an AssertionError.
    SparkSessionProvider._sparkSession_$eq(any.sparkSession());
    return new JavaDatasetSuiteBase();
  }
}
