package dev.sluice.classify;

import dev.sluice.vectors.DotBlock;
import java.util.Arrays;
import java.util.Queue;

/**
 * Scores clips of one lens, a block at a time. Not thread-safe.
 *
 * <p>A clip's cosine with a prompt is their product ÷ the clip's length, 0 for a clip of zeros.
 */
final class LensScorer {
  private final Prompts prompts;
  private final DotBlock block;
  private final ClipVector[] waiting = new ClipVector[DotBlock.WIDTH];
  private int used;

  LensScorer(Prompts prompts) {
    this.prompts = prompts;
    this.block = new DotBlock(prompts.units());
  }

  /** Takes a clip; scores come out when a block is full. */
  void add(ClipVector clip, Queue<ClipScores> out) {
    try {
      block.put(used, clip.getVector());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "content %s, %s to %s s, lens %s: %s"
              .formatted(
                  clip.getContentId(),
                  clip.getFromSec(),
                  clip.getToSec(),
                  clip.getLens(),
                  e.getMessage()),
          e);
    }
    waiting[used++] = clip;
    if (used == waiting.length) {
      finish(out);
    }
  }

  /** Scores what is left. */
  void finish(Queue<ClipScores> out) {
    if (used == 0) {
      return;
    }
    block.multiply(used);
    for (int slot = 0; slot < used; slot++) {
      out.add(scores(slot));
      waiting[slot] = null;
    }
    used = 0;
  }

  private ClipScores scores(int slot) {
    float[] cosines = new float[prompts.classCount()];
    int[] nearest = new int[cosines.length];
    Arrays.fill(nearest, ClipScores.NONE);
    float length = (float) Math.sqrt(block.squared(slot));
    float scale = length > 0 ? 1 / length : 0;
    int[] classes = prompts.classes();
    int[] texts = prompts.texts();
    for (int p = 0; p < classes.length; p++) {
      float cosine = scale * block.dot(p, slot);
      int c = classes[p];
      if (nearest[c] == ClipScores.NONE || cosine > cosines[c]) {
        cosines[c] = cosine;
        nearest[c] = texts[p];
      }
    }
    return ClipScores.of(waiting[slot], prompts.option(), cosines, nearest);
  }
}
