package dev.sluice.vectors;

/**
 * The sum of vectors and of their products, number by number: all that their mean and their
 * covariance need. Vectors are added one by one, and sums that were made elsewhere are merged. The
 * order of both can change the last bit: keep it fixed where results must repeat. Needs 4 bytes per
 * pair of numbers: 1 MB for vectors of 512. Not thread-safe.
 */
public final class Moments {
  private long count;
  private double[] sum = {};
  // Row i holds the products with the numbers from i on.
  private double[][] products = {};

  /**
   * Adds a vector.
   *
   * @throws IllegalArgumentException when its length differs from the first one's
   */
  public void add(float[] vector) {
    grow(vector.length);
    for (int i = 0; i < vector.length; i++) {
      double[] row = products[i];
      double value = vector[i];
      sum[i] += value;
      for (int j = 0; j < row.length; j++) {
        row[j] += value * vector[i + j];
      }
    }
    count++;
  }

  /**
   * Adds what was made of other vectors by {@link #values}.
   *
   * @param others how many they were
   * @param values their sums
   */
  public void merge(long others, double[] values) {
    if (others == 0) {
      return;
    }
    // d + d (d + 1) / 2 numbers.
    int length = (int) Math.round((Math.sqrt(9 + 8.0 * values.length) - 3) / 2);
    grow(length);
    int at = 0;
    for (int i = 0; i < length; i++) {
      sum[i] += values[at++];
    }
    for (double[] row : products) {
      for (int j = 0; j < row.length; j++) {
        row[j] += values[at++];
      }
    }
    count += others;
  }

  /** How many vectors were added. */
  public long count() {
    return count;
  }

  /** All sums in one array, for {@link #merge}. */
  public double[] values() {
    int length = sum.length;
    double[] values = new double[length + length * (length + 1) / 2];
    System.arraycopy(sum, 0, values, 0, length);
    int at = length;
    for (double[] row : products) {
      System.arraycopy(row, 0, values, at, row.length);
      at += row.length;
    }
    return values;
  }

  /** The mean; empty when nothing was added. */
  public double[] mean() {
    double[] mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    return mean;
  }

  /** The covariance: mean products of differences from the mean; empty when nothing was added. */
  public double[][] covariance() {
    double[] mean = mean();
    double[][] covariance = new double[sum.length][sum.length];
    for (int i = 0; i < sum.length; i++) {
      for (int j = i; j < sum.length; j++) {
        double value = products[i][j - i] / count - mean[i] * mean[j];
        covariance[i][j] = value;
        covariance[j][i] = value;
      }
    }
    return covariance;
  }

  private void grow(int length) {
    if (count == 0 && sum.length == 0) {
      sum = new double[length];
      products = new double[length][];
      for (int i = 0; i < length; i++) {
        products[i] = new double[length - i];
      }
    }
    if (sum.length != length) {
      throw new IllegalArgumentException(
          "vectors of %d and %d numbers cannot be compared: they are of two lenses"
              .formatted(sum.length, length));
    }
  }
}
