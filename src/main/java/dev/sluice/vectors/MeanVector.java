package dev.sluice.vectors;

/**
 * The weighted mean of vectors, added one by one. The order of adding can change the last bit: add
 * in a fixed order where results must repeat. Not thread-safe.
 */
public final class MeanVector {
  private double[] sum;
  private double weight;

  /**
   * Adds a vector.
   *
   * @param vector the vector
   * @param times how much it counts, above 0
   * @throws IllegalArgumentException when its length differs from the first one's
   */
  public void add(float[] vector, double times) {
    double[] weighted = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      weighted[i] = times * vector[i];
    }
    addSum(weighted, times);
  }

  /**
   * Adds the sum of vectors that were added elsewhere.
   *
   * @param partial their weighted sum
   * @param times the sum of their weights
   */
  public void addSum(double[] partial, double times) {
    if (sum == null) {
      sum = new double[partial.length];
    }
    if (sum.length != partial.length) {
      throw new IllegalArgumentException(
          "vectors of %d and %d numbers have no mean: they are of two lenses"
              .formatted(sum.length, partial.length));
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += partial[i];
    }
    weight += times;
  }

  /** The weighted sum so far; empty when nothing was added. */
  public double[] sum() {
    return sum == null ? new double[0] : sum.clone();
  }

  /** The sum of weights so far. */
  public double weight() {
    return weight;
  }

  /** The mean; empty when nothing was added. */
  public float[] mean() {
    float[] mean = new float[sum == null ? 0 : sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / weight);
    }
    return mean;
  }
}
