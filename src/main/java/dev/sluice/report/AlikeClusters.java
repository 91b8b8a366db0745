package dev.sluice.report;

import dev.sluice.tables.ClusterRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pairs of clusters may be one category. Pure.
 *
 * <p>Looked at is every cluster with the one whose centroid is nearest. Their separation is the
 * distance of the centroids divided by the sum of the two mean distances of items to their
 * centroid: above 1 the two lie apart, near 0 they lie in each other. Their small margins are the
 * share of the items of both that are almost as near to another centroid as to their own. A pair is
 * named when its separation is at most {@link #CLOSE} and its small margins at least {@link #MANY}.
 *
 * <p>By hand: centroids 0.3 apart, mean distances 0.4 and 0.5, so the separation is 0.3 / 0.9 =
 * 0.333; 30 items of which 30 % have a small margin and 10 of which 10 % have, so (9 + 1) / 40 =
 * 0.25. The pair is named.
 */
final class AlikeClusters {
  /** The largest separation of clusters that may be one. */
  static final double CLOSE = 0.5;

  /** The smallest share of small margins of clusters that may be one. */
  static final double MANY = 0.2;

  private AlikeClusters() {}

  /** The pairs, nearest to each other first. */
  static List<Findings.Alike> of(List<ClusterRow> clusters) {
    Map<Integer, ClusterRow> byId = new HashMap<>();
    clusters.forEach(row -> byId.put(row.clusterId(), row));
    List<Findings.Alike> pairs = new ArrayList<>();
    for (ClusterRow row : clusters) {
      ClusterRow other = row.nearestCluster() == null ? null : byId.get(row.nearestCluster());
      boolean seen =
          other != null
              && other.clusterId() < row.clusterId()
              && Integer.valueOf(row.clusterId()).equals(other.nearestCluster());
      if (other != null && !seen) {
        Findings.Alike pair = pair(row, other);
        if (pair.separation() <= CLOSE && pair.smallMargins() >= MANY) {
          pairs.add(pair);
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Findings.Alike::separation)
            .thenComparingInt(Findings.Alike::one)
            .thenComparingInt(Findings.Alike::other));
    return pairs;
  }

  private static Findings.Alike pair(ClusterRow a, ClusterRow b) {
    double spread = a.meanDistance() + b.meanDistance();
    double separation = spread == 0 ? Double.MAX_VALUE : a.nearestDistance() / spread;
    double small =
        (a.size() * a.smallMarginShare() + b.size() * b.smallMarginShare()) / (a.size() + b.size());
    return new Findings.Alike(
        Math.min(a.clusterId(), b.clusterId()),
        Math.max(a.clusterId(), b.clusterId()),
        Rounding.measure(separation),
        Rounding.measure(small));
  }
}
