package dev.sluice.emulator;

import java.util.List;

/** Arithmetic on vectors. */
final class Unit {
  private Unit() {}

  /** Cosine of the angle between two vectors. */
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(lengthA * lengthB);
  }

  /** The mean of vectors, scaled to length 1 and filled up with zeros to a dimension. */
  static float[] mean(List<float[]> vectors, int dimension) {
    double[] sum = new double[dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        sum[i] += vector[i];
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (sum[i] / Math.sqrt(square));
    }
    return unit;
  }
}
