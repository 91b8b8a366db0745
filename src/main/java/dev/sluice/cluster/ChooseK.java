package dev.sluice.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/** Choosing the number of clusters by mean silhouette. Pure. */
final class ChooseK {
  // Closer than this, two numbers of clusters are equally good and the smaller one is simpler.
  private static final double TIE = 1e-6;

  private ChooseK() {}

  /**
   * The k with the highest silhouette; the smallest of those when several are as good.
   *
   * @param tried mean silhouette by k; NaN where a fit fell into one cluster
   * @return empty when none is usable
   */
  static OptionalInt best(SortedMap<Integer, Double> tried) {
    OptionalInt best = OptionalInt.empty();
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Integer, Double> candidate : tried.entrySet()) {
      if (candidate.getValue() > highest + TIE) {
        highest = candidate.getValue();
        best = OptionalInt.of(candidate.getKey());
      }
    }
    return best;
  }

  /** The largest k worth trying: a silhouette needs an item that is not alone. */
  static int largest(int maxK, long items) {
    return (int) Math.min(maxK, items - 1);
  }

  /** All candidates with their silhouette, for the record: {@code 2=0.452 3=0.558}. */
  static String describe(SortedMap<Integer, Double> tried) {
    StringBuilder out = new StringBuilder();
    tried.forEach(
        (k, silhouette) ->
            out.append(out.isEmpty() ? "" : " ")
                .append(k)
                .append('=')
                .append(String.format(Locale.ROOT, "%.3f", silhouette)));
    return out.toString();
  }
}
