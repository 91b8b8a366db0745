package dev.sluice.classify;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;

/** Scores clips against the prompts of their lens, on executors. Holds one block per lens. */
final class ScoreClips implements MapPartitionsFunction<ClipVector, ClipScores>, Serializable {
  private static final long serialVersionUID = 1L;
  private final Broadcast<Map<String, Prompts>> prompts;

  /**
   * A function.
   *
   * @param prompts by lens; clips of other lenses may not come
   */
  ScoreClips(Broadcast<Map<String, Prompts>> prompts) {
    this.prompts = prompts;
  }

  @Override
  public Iterator<ClipScores> call(Iterator<ClipVector> clips) {
    return scored(clips, prompts.value());
  }

  /** The scores of all clips, blocks of a lens in the order of its clips. */
  static Iterator<ClipScores> scored(Iterator<ClipVector> clips, Map<String, Prompts> prompts) {
    Map<String, LensScorer> scorers = new HashMap<>();
    prompts.forEach((lens, of) -> scorers.put(lens, new LensScorer(of)));
    ArrayDeque<ClipScores> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && clips.hasNext()) {
          ClipVector clip = clips.next();
          scorers.get(clip.getLens()).add(clip, ready);
        }
        if (ready.isEmpty()) {
          scorers.values().forEach(scorer -> scorer.finish(ready));
        }
        return !ready.isEmpty();
      }

      @Override
      public ClipScores next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.remove();
      }
    };
  }
}
