package dev.sluice.cluster;

import dev.sluice.step.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fits the k that was given, or every candidate, and keeps the one with the best silhouette among
 * those whose fits from different seeds agree. Up to {@link Prepared#SAMPLE} items all of them
 * decide; beyond that an even sample of that many does, with the same exact silhouette, and the k
 * it chooses is fitted to all items.
 */
final class Chooser {
  // A fit of few items is all overhead, so starts cost in proportion: more of them only where one
  // k is fitted and not every candidate.
  private static final int STARTS_PER_CANDIDATE = 2;
  private static final int STARTS = 5;

  private final ClusterConf conf;
  private final Progress progress;

  Chooser(ClusterConf conf, Progress progress) {
    this.conf = conf;
    this.progress = progress;
  }

  Chosen choose(Prepared prepared, long items, Silhouette silhouette) {
    float[][] sample = prepared.sample();
    boolean all = sample.length == items;
    String on = all ? "" : " on an even sample of %d items".formatted(sample.length);
    if (conf.k() != null) {
      return kept(fitAll(prepared, conf.k(), all), silhouette, sample, "given");
    }
    Fits candidates = Fits.ofFew(conf, STARTS_PER_CANDIDATE);
    SortedMap<Integer, Candidate> tried = new TreeMap<>();
    Map<Integer, Centroids> fits = new HashMap<>();
    int largest = ChooseK.largest(conf.maxK(), sample.length);
    for (int k = conf.minK(); k <= largest; k++) {
      progress.say("cluster: trying k = %d of %d..%d".formatted(k, conf.minK(), largest));
      List<Fits.Fit> starts = candidates.all(prepared.sampleData(), k);
      Centroids fit = Fits.tightest(starts);
      fits.put(k, fit);
      tried.put(
          k,
          new Candidate(
              silhouette.of(fit.assign(sample)),
              Candidate.stability(
                  starts.stream().map(start -> start.centroids().assign(sample)).toList())));
    }
    OptionalInt k = ChooseK.best(tried);
    if (k.isEmpty()) {
      return kept(
          candidates.best(prepared.data(), 1),
          silhouette,
          sample,
          "one cluster: nothing to separate");
    }
    Centroids fit = all ? fits.get(k.getAsInt()) : fitAll(prepared, k.getAsInt(), false);
    String how =
        "silhouette over %d..%d%s: %s".formatted(conf.minK(), largest, on, ChooseK.describe(tried));
    return kept(fit, silhouette, sample, how);
  }

  private Centroids fitAll(Prepared prepared, int k, boolean few) {
    progress.say("cluster: fitting k = " + k);
    Fits fits = few ? Fits.ofFew(conf, STARTS) : Fits.ofMany(conf);
    return fits.best(prepared.data(), k);
  }

  private static Chosen kept(Centroids fit, Silhouette silhouette, float[][] sample, String how) {
    double value = silhouette.of(fit.assign(sample));
    return new Chosen(
        fit, Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value), how);
  }
}
