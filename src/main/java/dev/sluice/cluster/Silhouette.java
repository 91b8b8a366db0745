package dev.sluice.cluster;

import dev.sluice.vectors.Vectors;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The mean silhouette of a clustering, exact, on euclidean distance: how much nearer items are to
 * their own cluster than to the next one. −1 to 1, higher is better.
 *
 * <p>For an item, {@code a} is the mean distance to the others of its cluster, {@code b} the
 * smallest mean distance to another cluster, and its silhouette is {@code (b − a) / max(a, b)}; an
 * item alone in its cluster counts 0.
 *
 * <p>By hand, for the points 0, 1, 5, 6 in clusters {0, 1} and {5, 6}: for 0, a = 1 and b = (5 + 6)
 * / 2 = 5.5, so 4.5 / 5.5 = 9/11; for 1, a = 1 and b = (4 + 5) / 2 = 4.5, so 7/9; the other two are
 * the same by symmetry. The mean is (9/11 + 7/9) / 2 = 79/99 = 0.797979….
 *
 * <p>Distances are computed once and serve every clustering of the same items: 4 bytes per pair, 50
 * MB for 5,000 items. Immutable and thread-safe.
 */
final class Silhouette {
  private final float[][] distances;

  Silhouette(float[][] vectors) {
    distances = new float[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      distances[i] = new float[i];
      for (int j = 0; j < i; j++) {
        distances[i][j] = (float) Math.sqrt(Vectors.squaredDistance(vectors[i], vectors[j]));
      }
    }
  }

  /**
   * The mean silhouette of an assignment.
   *
   * @param clusters the cluster of each item, from 0
   * @return −1 to 1; NaN when all items are in one cluster
   */
  double of(int[] clusters) {
    double sum = 0;
    for (double value : ofItems(clusters)) {
      sum += value;
    }
    return sum / clusters.length;
  }

  /**
   * The mean silhouette of each cluster's items, by cluster. A cluster without items here is left
   * out, as are all when there is but one.
   */
  Map<Integer, Double> byCluster(int[] clusters) {
    double[] items = ofItems(clusters);
    Map<Integer, Double> sums = new TreeMap<>();
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int i = 0; i < items.length; i++) {
      if (!Double.isNaN(items[i])) {
        sums.merge(clusters[i], items[i], Double::sum);
        sizes.merge(clusters[i], 1, Integer::sum);
      }
    }
    sums.replaceAll((cluster, sum) -> sum / sizes.get(cluster));
    return sums;
  }

  private double[] ofItems(int[] clusters) {
    int k = 0;
    for (int cluster : clusters) {
      k = Math.max(k, cluster + 1);
    }
    int[] sizes = new int[k];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    int used = 0;
    for (int size : sizes) {
      used += size > 0 ? 1 : 0;
    }
    double[] items = new double[clusters.length];
    for (int i = 0; i < clusters.length; i++) {
      items[i] = used < 2 ? Double.NaN : ofItem(i, clusters, sizes);
    }
    return items;
  }

  private double ofItem(int item, int[] clusters, int[] sizes) {
    int own = clusters[item];
    if (sizes[own] == 1) {
      return 0;
    }
    double[] sums = new double[sizes.length];
    for (int j = 0; j < clusters.length; j++) {
      if (j != item) {
        sums[clusters[j]] += distances[Math.max(item, j)][Math.min(item, j)];
      }
    }
    double a = sums[own] / (sizes[own] - 1);
    double b = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sizes.length; c++) {
      if (c != own && sizes[c] > 0) {
        b = Math.min(b, sums[c] / sizes[c]);
      }
    }
    double larger = Math.max(a, b);
    return larger == 0 ? 0 : (b - a) / larger;
  }
}
