package dev.sluice.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures against a known truth, for tests. */
final class Measures {
  private Measures() {}

  /**
   * Normalised mutual information: I(a; b) divided by the mean of the entropies. 0 when one says
   * nothing about the other, 1 when they are the same up to names.
   */
  static double nmi(List<?> a, List<?> b) {
    Map<Object, Double> pa = shares(a);
    Map<Object, Double> pb = shares(b);
    List<Object> pairs = new java.util.ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      pairs.add(List.of(a.get(i), b.get(i)));
    }
    double information = entropy(pa) + entropy(pb) - entropy(shares(pairs));
    double mean = (entropy(pa) + entropy(pb)) / 2;
    return mean == 0 ? 1 : information / mean;
  }

  private static Map<Object, Double> shares(List<?> values) {
    Map<Object, Double> shares = new HashMap<>();
    values.forEach(value -> shares.merge(value, 1.0 / values.size(), Double::sum));
    return shares;
  }

  private static double entropy(Map<Object, Double> shares) {
    return shares.values().stream().mapToDouble(p -> -p * Math.log(p)).sum();
  }
}
