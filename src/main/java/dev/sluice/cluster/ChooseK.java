package dev.sluice.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** Choosing the number of clusters by mean silhouette and stability. Pure. */
final class ChooseK {
  /** Below this stability a number of clusters is passed over where another one reaches it. */
  static final double STEADY = 0.5;

  // Closer than this, two numbers of clusters are equally good and the smaller one is simpler.
  private static final double TIE = 1e-6;

  private ChooseK() {}

  /**
   * The k with the highest silhouette among those whose fits from different seeds agree; among all
   * when none do. The smallest of several that are as good.
   *
   * @param tried candidates by k
   * @return empty when none is usable
   */
  static OptionalInt best(SortedMap<Integer, Candidate> tried) {
    boolean anySteady =
        tried.values().stream().anyMatch(c -> c.stability() >= STEADY && c.silhouette() > -1);
    OptionalInt best = OptionalInt.empty();
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Integer, Candidate> entry : tried.entrySet()) {
      Candidate candidate = entry.getValue();
      boolean steady = !anySteady || candidate.stability() >= STEADY;
      if (steady && candidate.silhouette() > highest + TIE) {
        highest = candidate.silhouette();
        best = OptionalInt.of(entry.getKey());
      }
    }
    return best;
  }

  /** The largest k worth trying: a silhouette needs an item that is not alone. */
  static int largest(int maxK, long items) {
    return (int) Math.min(maxK, items - 1);
  }

  /**
   * All candidates, for the record: {@code 2=0.452 3=0.558; stability 2=1.00 3=0.91}, and that some
   * were passed over.
   */
  static String describe(SortedMap<Integer, Candidate> tried) {
    String text =
        list(tried, "%d=%.3f", Candidate::silhouette)
            + "; stability "
            + list(tried, "%d=%.2f", Candidate::stability);
    long passed = tried.values().stream().filter(c -> c.stability() < STEADY).count();
    return passed == 0 || passed == tried.size()
        ? text
        : text + String.format(Locale.ROOT, ", under %.1f passed over", STEADY);
  }

  private static String list(
      SortedMap<Integer, Candidate> tried, String format, ToDoubleFunction<Candidate> value) {
    StringBuilder out = new StringBuilder();
    tried.forEach(
        (k, candidate) ->
            out.append(out.isEmpty() ? "" : " ")
                .append(String.format(Locale.ROOT, format, k, value.applyAsDouble(candidate))));
    return out.toString();
  }
}
