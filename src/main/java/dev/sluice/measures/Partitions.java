package dev.sluice.measures;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How alike two ways of parting the same items are, whatever the parts are called. Not thread-safe.
 *
 * <p>Worked by hand, for truth {@code a a a b b b} and clusters {@code 1 1 2 2 2 2}: the largest
 * truths of the clusters are 2 and 3, so purity is 5/6. Pairs together in both: C(2,2) + C(3,2) =
 * 4; in truth 2·C(3,2) = 6, in clusters C(2,2) + C(4,2) = 7, of 15; the expectation is 6·7/15 = 2.8
 * and the adjusted Rand index (4 - 2.8) / (6.5 - 2.8) = 0.3243. The entropies are 0.6931 and
 * 0.6365, the joint one 1.0114, so the mutual information is 0.3183 and the normalised one 0.3183 /
 * 0.6648 = 0.4787.
 */
public final class Partitions {
  private final Map<Part, Long> joint = new HashMap<>();
  private final Map<String, Long> truths = new HashMap<>();
  private final Map<String, Long> clusters = new HashMap<>();
  private long items;

  private record Part(String truth, String cluster) {}

  /** Counts items that are of this truth and in this cluster. */
  public void add(String truth, String cluster, long count) {
    items += count;
    joint.merge(new Part(truth, cluster), count, Long::sum);
    truths.merge(truth, count, Long::sum);
    clusters.merge(cluster, count, Long::sum);
  }

  /** Items counted. */
  public long items() {
    return items;
  }

  /**
   * Share of the items that are of their cluster's most frequent truth, above 0 to 1; higher is
   * better, and more clusters make it higher. 1 for a single item.
   */
  public double purity() {
    Map<String, Long> largest = new HashMap<>();
    joint.forEach((part, count) -> largest.merge(part.cluster(), count, Math::max));
    return (double) largest.values().stream().mapToLong(Long::longValue).sum() / items;
  }

  /**
   * Normalised mutual information, 0 to 1: I ÷ mean of the entropies (Strehl and Ghosh 2002, with
   * the arithmetic mean). 1 where neither parts anything.
   */
  public double nmi() {
    double mean = (entropy(truths.values()) + entropy(clusters.values())) / 2;
    double information =
        entropy(truths.values()) + entropy(clusters.values()) - entropy(joint.values());
    return mean == 0 ? 1 : Math.max(0, Math.min(1, information / mean));
  }

  /**
   * Adjusted Rand index, at most 1: 0 is what chance gives, below it is worse than chance (Hubert
   * and Arabie 1985). 1 where neither parts anything or both part everything.
   */
  public double ari() {
    double together = pairs(joint.values());
    double inTruth = pairs(truths.values());
    double inClusters = pairs(clusters.values());
    double all = pairs(items);
    double expected = all == 0 ? 0 : inTruth * inClusters / all;
    double most = (inTruth + inClusters) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  private double entropy(Collection<Long> counts) {
    double entropy = 0;
    // In one order, or the last digit would depend on that in which items were counted.
    for (long count : counts.stream().sorted().toList()) {
      double share = (double) count / items;
      entropy -= share * Math.log(share);
    }
    return entropy;
  }

  private static double pairs(Collection<Long> counts) {
    return counts.stream().mapToDouble(Partitions::pairs).sum();
  }

  private static double pairs(long count) {
    return count * (count - 1.0) / 2;
  }
}
