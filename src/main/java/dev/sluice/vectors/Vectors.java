package dev.sluice.vectors;

/** Arithmetic on vectors. Pure: arguments are never changed. */
public final class Vectors {
  private Vectors() {}

  /**
   * The vector scaled to length 1. A vector of zeros has no direction and stays as it is.
   *
   * @return a new vector
   */
  public static float[] normalise(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    float[] out = vector.clone();
    if (length > 0) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) (vector[i] / length);
      }
    }
    return out;
  }

  /**
   * The vector minus the mean.
   *
   * @return a new vector
   * @throws IllegalArgumentException when the lengths differ
   */
  public static float[] centre(float[] vector, float[] mean) {
    sameLength(vector, mean);
    float[] out = new float[vector.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = vector[i] - mean[i];
    }
    return out;
  }

  /**
   * Sum of products.
   *
   * @throws IllegalArgumentException when the lengths differ
   */
  public static double dot(float[] a, float[] b) {
    sameLength(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /**
   * Squared euclidean distance, 0 or more; 0 to 4 between unit vectors.
   *
   * @throws IllegalArgumentException when the lengths differ
   */
  public static double squaredDistance(float[] a, float[] b) {
    sameLength(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static void sameLength(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of %d and %d numbers cannot be compared: they are of two lenses"
              .formatted(a.length, b.length));
    }
  }
}
