package dev.sluice.emulator;

import java.util.Arrays;

/**
 * Which of the places 0, 1, 2, … are taken: counts and finds them in logarithmic time (a binary
 * indexed tree). Not thread-safe.
 */
final class Census {
  private int[] tree = new int[1 << 10];
  private int taken;

  /** Adds 1 to a place, or -1 when it is given up. */
  void add(int place, int change) {
    while (place >= tree.length - 1) {
      grow();
    }
    taken += change;
    for (int i = place + 1; i < tree.length; i += i & -i) {
      tree[i] += change;
    }
  }

  /** How many places below one are taken. */
  int below(int place) {
    if (place >= tree.length - 1) {
      return taken;
    }
    int sum = 0;
    for (int i = place; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  /** The place that has so many taken ones below it, over several of these at once. */
  static int find(Iterable<Census> censuses, int rank) {
    int size = 1;
    for (Census census : censuses) {
      size = Math.max(size, census.tree.length);
    }
    int at = 0;
    int left = rank;
    for (int step = size >> 1; step > 0; step >>= 1) {
      int sum = 0;
      for (Census census : censuses) {
        if (at + step < census.tree.length) {
          sum += census.tree[at + step];
        } else if (at < census.tree.length) {
          sum += census.taken - census.below(at);
        }
      }
      if (sum <= left) {
        at += step;
        left -= sum;
      }
    }
    return at;
  }

  private void grow() {
    int old = tree.length;
    tree = Arrays.copyOf(tree, 2 * old);
    // Of the added nodes only the one at the old length covers places below it.
    tree[old] = taken;
  }
}
