package dev.sluice.project;

/**
 * How far to believe the map around an item: whether those that lie next to it there are next to it
 * in the lens. After Venna and Kaski (2001), item by item; the mean over all items is their measure
 * of the whole map. 0 to 1, higher is better.
 *
 * <pre>1 − 2 ÷ (k (2n − 3k − 1)) × Σ max(0, rank − k)</pre>
 *
 * <p>The sum is over the k items nearest on the map; their rank is their place among all others by
 * nearness in the lens, 1 is nearest; n counts the item and all others. An item whose neighbours on
 * the map are its k farthest gets 0. k is less than half of n; with fewer than two others there is
 * nothing to get wrong, and an item gets 1.
 *
 * <p>By hand: of five others A to E, nearest first in the lens, an item has B and E as its two
 * neighbours on the map. n = 6, k = 2: B has rank 2 and costs nothing, E has rank 5 and costs 3, so
 * 1 − 2 ÷ (2 × (12 − 6 − 1)) × 3 = 1 − 2 ÷ 10 × 3 = 0.4.
 */
final class Trustworthiness {
  private Trustworthiness() {}

  /** The largest k that a number of other items allows, at most the one that is wanted. */
  static int neighbours(int others, int wanted) {
    return Math.max(0, Math.min(wanted, others / 2));
  }

  /**
   * The trustworthiness of an item.
   *
   * @param nearness how near every landmark is to it in the lens: higher is nearer
   * @param onMap the landmarks nearest to it on the map, without itself
   * @param own its own place among the landmarks; -1 when it is none
   */
  static double of(float[] nearness, int[] onMap, int own) {
    int others = nearness.length - (own >= 0 ? 1 : 0);
    int k = onMap.length;
    if (k == 0) {
      return 1;
    }
    long cost = 0;
    for (int neighbour : onMap) {
      int rank = 1;
      for (int i = 0; i < nearness.length; i++) {
        rank += i != own && nearness[i] > nearness[neighbour] ? 1 : 0;
      }
      cost += Math.max(0, rank - k);
    }
    double n = others + 1.0;
    return Math.max(0, 1 - 2 * cost / (k * (2 * n - 3 * k - 1)));
  }
}
