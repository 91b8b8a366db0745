package dev.sluice.vectors;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * The two directions in which vectors differ most (principal components), exact, by subspace
 * iteration on their covariance. Deterministic: fixed start, and each axis points to where its
 * largest number is positive. Immutable by convention; travels to executors.
 *
 * @param mean the vectors' mean
 * @param axes two directions of length 1, the stronger first; zeros where the vectors do not differ
 * @param explained share of the total variance on the two axes, 0 to 1
 */
public record Pca(double[] mean, double[][] axes, double explained) implements Serializable {
  private static final int BLOCK = 6;
  private static final int MOST_ROUNDS = 60;
  private static final double SETTLED = 1e-9;

  /** The components of vectors that were added up. */
  public static Pca of(Moments moments) {
    double[] mean = moments.mean();
    double[][] covariance = moments.covariance();
    double[][] axes = new double[2][mean.length];
    double total = 0;
    double size = 0;
    for (int i = 0; i < mean.length; i++) {
      total += covariance[i][i];
      size += mean[i] * mean[i];
    }
    if (total <= 1e-12 * Math.max(1, size)) {
      return new Pca(mean, axes, 0);
    }
    double[][] found = strongest(covariance);
    double kept = 0;
    for (int a = 0; a < Math.min(2, found.length); a++) {
      axes[a] = found[a];
      orient(axes[a]);
      kept += dot(axes[a], times(covariance, axes[a]));
    }
    return new Pca(mean, axes, Math.min(1, kept / total));
  }

  /**
   * Where a vector lies on the two axes.
   *
   * @throws IllegalArgumentException when its length is another
   */
  public double[] place(float[] vector) {
    if (vector.length != mean.length) {
      throw new IllegalArgumentException(
          "vectors of %d and %d numbers cannot be compared: they are of two lenses"
              .formatted(vector.length, mean.length));
    }
    double[] point = new double[2];
    for (int i = 0; i < mean.length; i++) {
      double difference = vector[i] - mean[i];
      point[0] += difference * axes[0][i];
      point[1] += difference * axes[1][i];
    }
    return point;
  }

  private static double[][] strongest(double[][] covariance) {
    int d = covariance.length;
    int block = Math.min(BLOCK, d);
    Random random = new Random(7);
    double[][] basis = new double[block][d];
    for (double[] axis : basis) {
      for (int j = 0; j < d; j++) {
        axis[j] = random.nextGaussian();
      }
    }
    orthonormalise(basis);
    double before = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[][] image = new double[block][];
      for (int b = 0; b < block; b++) {
        image[b] = times(covariance, basis[b]);
      }
      basis = rotated(basis, image);
      double now = lengthOf(image);
      if (Math.abs(now - before) <= SETTLED * now) {
        break;
      }
      before = now;
    }
    return basis;
  }

  // One step of the iteration, with the axes sorted by the variance along them (Rayleigh-Ritz).
  private static double[][] rotated(double[][] basis, double[][] image) {
    int block = basis.length;
    double[][] small = new double[block][block];
    for (int a = 0; a < block; a++) {
      for (int b = 0; b < block; b++) {
        small[a][b] = dot(basis[a], image[b]);
      }
    }
    double[][] turn = SymmetricEigen.vectors(small);
    double[][] out = new double[block][basis[0].length];
    for (int a = 0; a < block; a++) {
      for (int b = 0; b < block; b++) {
        for (int j = 0; j < out[a].length; j++) {
          out[a][j] += turn[a][b] * image[b][j];
        }
      }
    }
    orthonormalise(out);
    return out;
  }

  private static double lengthOf(double[][] image) {
    double squares = 0;
    for (double[] axis : image) {
      squares += dot(axis, axis);
    }
    return Math.sqrt(squares);
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] out = new double[matrix.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = dot(matrix[i], vector);
    }
    return out;
  }

  private static void orthonormalise(double[][] basis) {
    for (int a = 0; a < basis.length; a++) {
      // Twice, because one pass loses orthogonality when the axes are nearly parallel.
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < a; b++) {
          double along = dot(basis[a], basis[b]);
          for (int j = 0; j < basis[a].length; j++) {
            basis[a][j] -= along * basis[b][j];
          }
        }
      }
      double length = Math.sqrt(dot(basis[a], basis[a]));
      if (length < 1e-12) {
        Arrays.fill(basis[a], 0);
      } else {
        for (int j = 0; j < basis[a].length; j++) {
          basis[a][j] /= length;
        }
      }
    }
  }

  private static void orient(double[] axis) {
    int largest = 0;
    for (int j = 1; j < axis.length; j++) {
      if (Math.abs(axis[j]) > Math.abs(axis[largest]) + 1e-9) {
        largest = j;
      }
    }
    if (axis[largest] < 0) {
      for (int j = 0; j < axis.length; j++) {
        axis[j] = -axis[j];
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
