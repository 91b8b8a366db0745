package dev.sluice.cluster;

import dev.sluice.vectors.DotBlock;
import dev.sluice.vectors.Vectors;
import java.util.Arrays;
import java.util.Random;

/**
 * Chooses the items that a fit starts from by greedy k-means++: the first is drawn at random; for
 * each of the others {@code 2 + ln k} items are drawn with a chance proportional to their squared
 * distance from the nearest one chosen, and the one that leaves the smallest sum of these is kept.
 * Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", 2007, section 3 and its
 * greedy variant in section 6. A fit that starts so seldom ends with two centres in one group and
 * none in another.
 *
 * <p>By hand, for 0, 1, 10, 11 on a line and k = 2: from 0 the squared distances are 0, 1, 100 and
 * 121. When 1 and 11 are drawn, choosing 1 leaves 0 + 0 + 81 + 100 = 181 and choosing 11 leaves 0 +
 * 1 + 1 + 0 = 2: 11 is chosen.
 *
 * <p>Pure; equal arguments give equal choices.
 */
final class FirstCentres {
  private final float[][] items;
  private final Random random;
  private final int draws;

  private FirstCentres(float[][] items, int k, long seed) {
    this.items = items;
    this.random = new Random(seed);
    this.draws = 2 + (int) Math.log(k);
  }

  /**
   * The places of the chosen items, in the order of choice. Fewer than k when fewer items differ.
   *
   * @param items vectors of one length, one or more
   * @param k number of items to choose, 1 or more
   */
  static int[] choose(float[][] items, int k, long seed) {
    return new FirstCentres(items, k, seed).choose(k);
  }

  private int[] choose(int k) {
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(items.length);
    float[] nearest = distances(chosen[0])[0];
    for (int c = 1; c < k; c++) {
      double left = sum(nearest);
      if (!(left > 0)) {
        return Arrays.copyOf(chosen, c);
      }
      int[] drawn = new int[draws];
      for (int i = 0; i < draws; i++) {
        drawn[i] = draw(nearest, random.nextDouble() * left);
      }
      float[][] distances = distances(drawn);
      float[] before = nearest;
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < draws; i++) {
        float[] after = distances[i];
        for (int item = 0; item < after.length; item++) {
          after[item] = Math.min(after[item], before[item]);
        }
        double sum = sum(after);
        if (sum < best) {
          best = sum;
          chosen[c] = drawn[i];
          nearest = after;
        }
      }
    }
    return chosen;
  }

  private static int draw(float[] weights, double at) {
    int last = 0;
    double sum = 0;
    for (int item = 0; item < weights.length; item++) {
      sum += weights[item];
      if (weights[item] > 0) {
        last = item;
        if (sum > at) {
          return item;
        }
      }
    }
    return last;
  }

  /** Squared distances of every item from some of them. */
  private float[][] distances(int... from) {
    float[][] fixed = new float[from.length][];
    float[] squares = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      fixed[i] = items[from[i]];
      squares[i] = (float) Vectors.dot(fixed[i], fixed[i]);
    }
    float[][] out = new float[from.length][items.length];
    DotBlock block = new DotBlock(fixed);
    for (int start = 0; start < items.length; start += DotBlock.WIDTH) {
      int used = Math.min(DotBlock.WIDTH, items.length - start);
      for (int slot = 0; slot < used; slot++) {
        block.put(slot, items[start + slot]);
      }
      block.multiply(used);
      for (int i = 0; i < from.length; i++) {
        for (int slot = 0; slot < used; slot++) {
          int item = start + slot;
          float squared = block.squared(slot) + squares[i] - 2 * block.dot(i, slot);
          out[i][item] = item == from[i] ? 0 : Math.max(0, squared);
        }
      }
    }
    return out;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
