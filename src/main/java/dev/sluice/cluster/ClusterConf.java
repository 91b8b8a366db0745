package dev.sluice.cluster;

import dev.sluice.provider.Lens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Settings of the cluster step. Every field may be left out.
 *
 * @param lens embedding space, {@code provider/model/modality}; by default the one visual lens of
 *     the job's provider
 * @param unit {@code video}: one item per video; {@code clip}: one item per embedded segment
 * @param k number of clusters; by default chosen by silhouette
 * @param minK smallest k tried, 2 or more
 * @param maxK largest k tried; never more than one less than the items
 * @param seed seed of every fit
 * @param centre whether the mean is subtracted first; without it vectors of many models lie in a
 *     narrow cone
 * @param partitions most partitions of a fit; another number may give another result. By default 4,
 *     from 50,000 items on one per 10,000
 * @param maxIterations most rounds of one fit
 * @param tolerance a fit stops when no centroid moves further
 * @param outlierSds an item is an outlier when it is this many standard deviations further from its
 *     centroid than its cluster's mean; clusters under 5 items have none
 * @param pca number of principal axes that vectors are projected on first; by default none. Where
 *     items are few for the length of their vectors, or the weak directions are noise, distances on
 *     the strongest axes tell groups apart better, and fits cost less
 * @param refitAt share of the items that joined a clustering, 0 to 1, which may lie beyond their
 *     cluster's limit before everything is fitted again
 * @param refitFrom items that must have joined before that share says anything
 * @param refitGrowth everything is fitted again when this many times the fitted items have joined
 */
public record ClusterConf(
    String lens,
    String unit,
    Integer k,
    Integer minK,
    Integer maxK,
    Long seed,
    Boolean centre,
    Integer partitions,
    Integer maxIterations,
    Double tolerance,
    Double outlierSds,
    Integer pca,
    Double refitAt,
    Integer refitFrom,
    Double refitGrowth) {

  /** One item per video. */
  public static final String VIDEO = "video";

  /** One item per embedded segment. */
  public static final String CLIP = "clip";

  /** Partitions of a fit of a few thousand items. */
  static final int FEW = 4;

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming every wrong setting at once
   */
  public ClusterConf {
    lens = lens == null ? "" : lens.strip();
    unit = unit == null ? VIDEO : unit;
    minK = minK == null ? 2 : minK;
    maxK = maxK == null ? 12 : maxK;
    seed = seed == null ? 51L : seed;
    centre = centre == null ? Boolean.TRUE : centre;
    maxIterations = maxIterations == null ? 50 : maxIterations;
    tolerance = tolerance == null ? 1e-4 : tolerance;
    outlierSds = outlierSds == null ? 3.0 : outlierSds;
    refitAt = refitAt == null ? 0.25 : refitAt;
    refitFrom = refitFrom == null ? 20 : refitFrom;
    refitGrowth = refitGrowth == null ? 2.0 : refitGrowth;
    List<String> problems = new ArrayList<>();
    if (!lens.isEmpty()) {
      Lens.parse(lens);
    }
    if (!Set.of(VIDEO, CLIP).contains(unit)) {
      problems.add("unit is video or clip, not " + unit);
    }
    if (k != null && k < 1) {
      problems.add("k is 1 or more, not " + k);
    }
    if (minK < 2 || maxK < minK) {
      problems.add("min-k is 2 or more and max-k at least min-k, not " + minK + " and " + maxK);
    }
    if ((partitions != null && partitions < 1) || maxIterations < 1) {
      problems.add("partitions and max-iterations are 1 or more");
    }
    if (!(tolerance >= 0) || !(outlierSds > 0)) {
      problems.add("tolerance is 0 or more and outlier-sds above 0");
    }
    if (pca != null && pca < 1) {
      problems.add("pca is 1 or more, not " + pca);
    }
    if (!(refitAt > 0 && refitAt <= 1) || refitFrom < 1 || !(refitGrowth > 0)) {
      problems.add("refit-at is above 0 to 1, refit-from 1 or more, refit-growth above 0");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("cluster: " + String.join("; ", problems));
    }
  }

  /** The settings of a job that says nothing about clustering. */
  public static ClusterConf defaults() {
    return new ClusterConf(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * All that can change a fit, apart from its input. Part of the clustering's id: a setting that
   * came later is left out where it is not set, or every corpus would be fitted and asked again.
   */
  String identity() {
    String identity =
        String.join(
            "|",
            "v1",
            unit,
            k == null ? minK + ".." + maxK : "k=" + k,
            "seed=" + seed,
            "centre=" + centre,
            "partitions=" + (partitions == null ? FEW : "at most " + partitions),
            "iterations=" + maxIterations,
            "tolerance=" + tolerance,
            "outlier=" + outlierSds);
    return pca == null ? identity : identity + "|pca=" + pca;
  }
}
