package dev.sluice.cluster;

import dev.sluice.step.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fits the k that was given, or every candidate, and keeps the one with the best silhouette. Up to
 * {@link Prepared#SAMPLE} items all of them decide; beyond that an even sample of that many does,
 * with the same exact silhouette, and the k it chooses is fitted to all items.
 */
final class Chooser {
  private static final int STARTS = 5;

  private final ClusterConf conf;
  private final Progress progress;
  private final Fits careful;

  Chooser(ClusterConf conf, Progress progress) {
    this.conf = conf;
    this.progress = progress;
    this.careful = new Fits(conf, STARTS);
  }

  Chosen choose(Prepared prepared, long items) {
    float[][] sample = prepared.sample();
    boolean all = sample.length == items;
    String on = all ? "" : " on an even sample of %d items".formatted(sample.length);
    Silhouette silhouette = new Silhouette(sample);
    if (conf.k() != null) {
      return kept(fitAll(prepared, conf.k(), all), silhouette, sample, "given");
    }
    SortedMap<Integer, Double> tried = new TreeMap<>();
    Map<Integer, Centroids> fits = new HashMap<>();
    int largest = ChooseK.largest(conf.maxK(), sample.length);
    for (int k = conf.minK(); k <= largest; k++) {
      progress.say("cluster: trying k = %d of %d..%d".formatted(k, conf.minK(), largest));
      Centroids fit = careful.best(prepared.sampleData(), k);
      fits.put(k, fit);
      tried.put(k, silhouette.of(fit.assign(sample)));
    }
    OptionalInt k = ChooseK.best(tried);
    if (k.isEmpty()) {
      return kept(
          careful.best(prepared.data(), 1), silhouette, sample, "one cluster: nothing to separate");
    }
    Centroids fit = all ? fits.get(k.getAsInt()) : fitAll(prepared, k.getAsInt(), false);
    String how =
        "silhouette over %d..%d%s: %s".formatted(conf.minK(), largest, on, ChooseK.describe(tried));
    return kept(fit, silhouette, sample, how);
  }

  private Centroids fitAll(Prepared prepared, int k, boolean small) {
    progress.say("cluster: fitting k = " + k);
    return (small ? careful : new Fits(conf, 1)).best(prepared.data(), k);
  }

  private static Chosen kept(Centroids fit, Silhouette silhouette, float[][] sample, String how) {
    double value = silhouette.of(fit.assign(sample));
    return new Chosen(
        fit, Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value), how);
  }
}
