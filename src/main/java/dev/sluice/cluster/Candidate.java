package dev.sluice.cluster;

import dev.sluice.measures.Partitions;
import java.util.List;

/**
 * What the fits of one number of clusters are worth.
 *
 * @param silhouette mean silhouette of the tightest fit, -1 to 1; NaN when it fell into one cluster
 * @param stability how alike fits from different seeds are, at most 1, 0 is chance: see {@link
 *     #stability}
 */
record Candidate(double silhouette, double stability) {
  /**
   * The mean adjusted Rand index over all pairs of assignments of the same items; 1 for a single
   * one. By hand, for {@code 1 1 2 2}, {@code 2 2 1 1} and {@code 1 2 1 2}: the first two are the
   * same up to names, 1; each against the third is -0.5; so the mean is 0.
   */
  static double stability(List<int[]> assignments) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < assignments.size(); a++) {
      for (int b = 0; b < a; b++) {
        sum += ari(assignments.get(a), assignments.get(b));
        pairs++;
      }
    }
    return pairs == 0 ? 1 : sum / pairs;
  }

  private static double ari(int[] a, int[] b) {
    Partitions partitions = new Partitions();
    for (int i = 0; i < a.length; i++) {
      partitions.add(Integer.toString(a[i]), Integer.toString(b[i]), 1);
    }
    return partitions.ari();
  }
}
