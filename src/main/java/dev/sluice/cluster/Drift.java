package dev.sluice.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the items that joined a clustering still fit it. Pure.
 *
 * <p>An item is strange when it is further from its centroid than the cluster's outlier limit times
 * {@code sqrt((n + 1) / (n - 1))} for n fitted items: a centroid is the mean of the items it was
 * fitted on and so nearer to them than to others of the same kind, by that factor. With 5 items and
 * a limit of 0.6 that is {@code 0.6 × sqrt(6 / 4) = 0.735}, with 1,000 items 0.6006.
 *
 * <p>Fit again when {@code refit-from} items or more have joined and more than a share {@code
 * refit-at} of them is strange, or when {@code refit-growth} times the fitted items have joined.
 * With the defaults (20, 0.25 and 2) and 100 fitted items: 40 joined of which 10 are strange stay,
 * 11 do not; 200 joined do not, however near they are.
 *
 * @param fitted items that the clustering was fitted on
 * @param joined items that joined it since
 * @param strange how many of those are strange
 */
record Drift(long fitted, long joined, long strange) {

  /** How far an item may be from a centroid that it did not shape. */
  static double allowed(double outlierLimit, long clusterSize) {
    return outlierLimit * Math.sqrt((clusterSize + 1.0) / (clusterSize - 1.0));
  }

  /** Why everything should be fitted again; empty when it should not. */
  Optional<String> reason(ClusterConf conf) {
    if (joined >= conf.refitFrom() && strange > conf.refitAt() * joined) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d of %d items that joined since the fit lie beyond their cluster (%.0f %%, allowed are %.0f %%)",
              strange,
              joined,
              100.0 * strange / joined,
              100 * conf.refitAt()));
    }
    if (joined >= conf.refitGrowth() * fitted) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d items joined the %d that it was fitted on (refit-growth is %s)",
              joined,
              fitted,
              conf.refitGrowth()));
    }
    return Optional.empty();
  }
}
