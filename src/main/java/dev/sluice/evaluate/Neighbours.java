package dev.sluice.evaluate;

import dev.sluice.vectors.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Items of one cluster whose nearest neighbour is of another group. Pure. */
final class Neighbours {
  private Neighbours() {}

  /**
   * An item.
   *
   * @param name what to call it
   * @param label its label
   * @param group the label's group
   * @param unit its vector, of length 1
   */
  record Item(String name, String label, String group, float[] unit) {}

  /**
   * Two items, each pair once.
   *
   * @param cosine likeness, -1 to 1, 1 for the same direction
   */
  record Pair(Item one, Item other, double cosine) {}

  /** Every item with its nearest neighbour by cosine, where that is of another group. */
  static List<Pair> acrossGroups(List<Item> items) {
    List<Item> ordered = new ArrayList<>(items);
    ordered.sort(Comparator.comparing(Item::name));
    Map<Integer, Integer> nearest = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < ordered.size(); j++) {
        double cosine = Vectors.dot(ordered.get(i).unit(), ordered.get(j).unit());
        if (i != j && cosine > most) {
          most = cosine;
          nearest.put(i, j);
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    nearest.forEach(
        (i, j) -> {
          Item one = ordered.get(Math.min(i, j));
          Item other = ordered.get(Math.max(i, j));
          long key = (long) Math.min(i, j) * ordered.size() + Math.max(i, j);
          if (!one.group().equals(other.group()) && seen.add(key)) {
            pairs.add(new Pair(one, other, Vectors.dot(one.unit(), other.unit())));
          }
        });
    pairs.sort(
        Comparator.comparingDouble((Pair pair) -> -pair.cosine())
            .thenComparing(pair -> pair.one().name())
            .thenComparing(pair -> pair.other().name()));
    return pairs;
  }
}
