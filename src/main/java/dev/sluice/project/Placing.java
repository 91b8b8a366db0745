package dev.sluice.project;

import dev.sluice.vectors.DotBlock;
import dev.sluice.vectors.Pca;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Places items, a block of them at a time, and judges every place against the landmarks. Pure; not
 * thread-safe.
 */
final class Placing {
  private final Landmarks landmarks;
  private final Pca axes;
  private final int neighbours;
  private final DotBlock block;
  private final List<Item> waiting = new ArrayList<>();
  private final float[] cosines;
  private final float[] nearness;

  /**
   * A placing.
   *
   * @param axes what items are projected on; null to place them by their neighbours
   * @param neighbours how many neighbours on the map are judged
   */
  Placing(Landmarks landmarks, Pca axes, int neighbours) {
    this.landmarks = landmarks;
    this.axes = axes;
    this.neighbours = neighbours;
    this.block = new DotBlock(landmarks.vectors());
    this.cosines = new float[landmarks.size()];
    this.nearness = new float[landmarks.size()];
  }

  /**
   * An item.
   *
   * @param key whatever names it
   * @param vector its unit vector
   * @param landmark its place among the landmarks; -1 when it is none
   */
  record Item(Object key, float[] vector, int landmark) {}

  /** An item at its place. */
  record Placed(Object key, double x, double y, boolean isFitted, double trustworthiness, int k) {}

  /** Takes an item; hands over a block of them when it is full. */
  void add(Item item, Consumer<Placed> to) {
    waiting.add(item);
    if (waiting.size() == DotBlock.WIDTH) {
      finish(to);
    }
  }

  /** Hands over those that wait. */
  void finish(Consumer<Placed> to) {
    for (int slot = 0; slot < waiting.size(); slot++) {
      block.put(slot, waiting.get(slot).vector());
    }
    block.multiply(waiting.size());
    for (int slot = 0; slot < waiting.size(); slot++) {
      to.accept(placed(waiting.get(slot), slot));
    }
    waiting.clear();
  }

  private Placed placed(Item item, int slot) {
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = block.dot(i, slot);
    }
    int own = item.landmark();
    double[] at =
        axes != null
            ? axes.place(item.vector())
            : own >= 0 ? landmarks.points()[own] : ByNeighbours.place(cosines, landmarks.points());
    for (int i = 0; i < nearness.length; i++) {
      double dx = landmarks.points()[i][0] - at[0];
      double dy = landmarks.points()[i][1] - at[1];
      nearness[i] = (float) -(dx * dx + dy * dy);
    }
    int others = cosines.length - (own >= 0 ? 1 : 0);
    int k = Trustworthiness.neighbours(others, neighbours);
    int[] onMap = Nearest.largest(nearness, k, own);
    return new Placed(
        item.key(),
        at[0],
        at[1],
        axes != null || own >= 0,
        Trustworthiness.of(cosines, onMap, own),
        k);
  }
}
