package dev.sluice.cluster;

import java.util.OptionalDouble;

/**
 * When an item is far from its centroid for its cluster: further than the cluster's mean distance
 * plus a number of standard deviations. Clusters under {@link #SMALLEST} items have no outliers, as
 * do clusters whose items are all equally far.
 *
 * @param sds standard deviations above the mean, above 0
 */
record OutlierRule(double sds) {
  /** A mean and a deviation of fewer items say nothing. */
  static final int SMALLEST = 5;

  private static final double ROUNDING = 1e-6;

  /**
   * The distance above which an item of a cluster is an outlier; empty when none can be.
   *
   * @param items items of the cluster
   * @param mean mean of their distances
   * @param sd population standard deviation of their distances
   */
  OptionalDouble threshold(long items, double mean, double sd) {
    return items < SMALLEST
        ? OptionalDouble.empty()
        : OptionalDouble.of(mean + sds * sd + ROUNDING);
  }
}
