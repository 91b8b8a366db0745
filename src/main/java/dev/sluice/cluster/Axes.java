package dev.sluice.cluster;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The principal axes of items, by Spark's PCA. An axis and its opposite are equally good; the one
 * whose largest number is positive is taken, so that a repeat gives the same.
 */
final class Axes {
  private Axes() {}

  /**
   * The strongest axes.
   *
   * @param items rows with a column features
   * @param dimension length of the vectors
   * @param count how many axes
   * @throws StepStopped when there are not that many
   */
  static float[][] of(Dataset<Row> items, int dimension, int count) {
    if (count > dimension) {
      throw new StepStopped(
          ExitCode.USAGE,
          "cluster: pca = %d is more than the %d numbers of a vector; set cluster.pca to less or leave it out"
              .formatted(count, dimension));
    }
    DenseMatrix components =
        new PCA().setK(count).setInputCol("features").setOutputCol("projected").fit(items).pc();
    float[][] axes = new float[count][dimension];
    for (int axis = 0; axis < count; axis++) {
      double largest = 0;
      for (int i = 0; i < dimension; i++) {
        double value = components.apply(i, axis);
        largest = Math.abs(value) > Math.abs(largest) ? value : largest;
      }
      for (int i = 0; i < dimension; i++) {
        axes[axis][i] =
            (float) (largest < 0 ? -components.apply(i, axis) : components.apply(i, axis));
      }
    }
    return axes;
  }
}
