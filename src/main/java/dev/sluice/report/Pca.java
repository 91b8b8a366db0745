package dev.sluice.report;

import java.util.Arrays;
import java.util.Random;

/**
 * The two directions in which vectors differ most (principal components), by subspace iteration:
 * for up to some 20,000 vectors, in memory. Deterministic: fixed start, and each axis points to
 * where its largest loading is positive.
 *
 * @param points one x and y per vector
 * @param explained share of the total variance on the two axes, 0 to 1
 */
record Pca(double[][] points, double explained) {
  private static final int BLOCK = 6;
  private static final int MOST_ROUNDS = 60;
  private static final double SETTLED = 1e-9;

  /**
   * Projects vectors of one length onto their first two principal components.
   *
   * @throws IllegalArgumentException when the lengths differ
   */
  static Pca of(float[][] vectors) {
    int n = vectors.length;
    double[][] points = new double[n][2];
    if (n == 0) {
      return new Pca(points, 0);
    }
    double[][] x = centred(vectors);
    double total = 0;
    for (double[] row : x) {
      total += dot(row, row);
    }
    if (total <= 1e-12 * n) {
      return new Pca(points, 0);
    }
    double[][] axes = axes(x);
    double kept = 0;
    for (int a = 0; a < Math.min(2, axes.length); a++) {
      orient(axes[a]);
      for (int i = 0; i < n; i++) {
        points[i][a] = dot(x[i], axes[a]);
        kept += points[i][a] * points[i][a];
      }
    }
    return new Pca(points, Math.min(1, kept / total));
  }

  private static double[][] centred(float[][] vectors) {
    int d = vectors[0].length;
    double[] mean = new double[d];
    for (float[] v : vectors) {
      if (v.length != d) {
        throw new IllegalArgumentException(
            "vectors of %d and %d numbers cannot be compared".formatted(d, v.length));
      }
      for (int j = 0; j < d; j++) {
        mean[j] += v[j] / vectors.length;
      }
    }
    double[][] x = new double[vectors.length][d];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < d; j++) {
        x[i][j] = vectors[i][j] - mean[j];
      }
    }
    return x;
  }

  private static double[][] axes(double[][] x) {
    int d = x[0].length;
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
        image[b] = scatter(x, basis[b]);
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

  private static double[] scatter(double[][] x, double[] axis) {
    double[] out = new double[axis.length];
    for (double[] row : x) {
      double along = dot(row, axis);
      for (int j = 0; j < out.length; j++) {
        out[j] += along * row[j];
      }
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
