package dev.sluice.vectors;

import java.util.Arrays;
import java.util.Comparator;

/** Eigenvectors of a small symmetric matrix by Jacobi rotations. */
final class SymmetricEigen {
  private static final int SWEEPS = 50;

  private SymmetricEigen() {}

  /** Eigenvectors as rows, largest eigenvalue first. */
  static double[][] vectors(double[][] symmetric) {
    int n = symmetric.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = symmetric[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          off += a[p][q] * a[p][q];
          rotate(a, v, p, q);
        }
      }
      if (off < 1e-300) {
        break;
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -a[i][i]));
    double[][] sorted = new double[n][];
    for (int i = 0; i < n; i++) {
      sorted[i] = v[order[i]];
    }
    return sorted;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double akp = a[k][p];
      double akq = a[k][q];
      a[k][p] = c * akp - s * akq;
      a[k][q] = s * akp + c * akq;
    }
    for (int k = 0; k < a.length; k++) {
      double apk = a[p][k];
      double aqk = a[q][k];
      a[p][k] = c * apk - s * aqk;
      a[q][k] = s * apk + c * aqk;
      double vpk = v[p][k];
      double vqk = v[q][k];
      v[p][k] = c * vpk - s * vqk;
      v[q][k] = s * vpk + c * vqk;
    }
  }
}
