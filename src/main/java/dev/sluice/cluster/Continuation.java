package dev.sluice.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which cluster of a new fit continues which of an earlier one: the two that share most of their
 * items. Pure.
 *
 * <p>Only items in both clusterings count, so that growth alone changes nothing. The overlap of two
 * clusters is the items in both divided by the items in either (Jaccard). A pair continues when it
 * is at least {@link #LEAST}; of several pairs with one cluster the largest overlap wins, then more
 * common items, then the lower ids.
 *
 * <p>By hand, earlier clusters A = {1 2 3 4} and B = {5 6 7 8}, later ones X = {1 2 3}, Y = {4 5 6}
 * and Z = {7 8 9}, where 9 is an item that came later and so does not count: X and A share 3 of 4,
 * overlap 0.75, and X continues A. Y and B share 2 of 5, Y and A 1 of 6, so Y is new. Z and B share
 * 2 of 4, overlap 0.5, and Z continues B.
 *
 * @param cluster the later cluster
 * @param earlier the earlier cluster that it continues
 * @param overlap common items divided by items of either, 0.5 to 1
 */
record Continuation(int cluster, int earlier, double overlap) {
  /** The smallest overlap that continues a cluster: at least half of all is common. */
  static final double LEAST = 0.5;

  /**
   * The clusters that continue earlier ones, by cluster.
   *
   * @param shared items that both clusterings have, by later and earlier cluster
   */
  static Map<Integer, Continuation> of(List<Shared> shared) {
    Map<Integer, Long> later = new HashMap<>();
    Map<Integer, Long> before = new HashMap<>();
    for (Shared s : shared) {
      later.merge(s.cluster(), s.items(), Long::sum);
      before.merge(s.earlier(), s.items(), Long::sum);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Shared s : shared) {
      long either = later.get(s.cluster()) + before.get(s.earlier()) - s.items();
      candidates.add(new Candidate(s, (double) s.items() / either));
    }
    candidates.sort(
        Comparator.comparingDouble((Candidate c) -> -c.overlap())
            .thenComparingLong(c -> -c.shared().items())
            .thenComparingInt(c -> c.shared().cluster())
            .thenComparingInt(c -> c.shared().earlier()));
    Map<Integer, Continuation> out = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    for (Candidate c : candidates) {
      int cluster = c.shared().cluster();
      if (c.overlap() >= LEAST && !out.containsKey(cluster) && taken.add(c.shared().earlier())) {
        out.put(cluster, new Continuation(cluster, c.shared().earlier(), c.overlap()));
      }
    }
    return out;
  }

  /** How many items a later and an earlier cluster have in common. */
  record Shared(int cluster, int earlier, long items) {}

  private record Candidate(Shared shared, double overlap) {}
}
