package dev.sluice.emulator;

import dev.sluice.media.MediaException;
import dev.sluice.provider.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The finished work of an {@link EmbedOrder}.
 *
 * @param durationSec length of the video, seconds
 * @param entries its vectors
 */
record Embedding(double durationSec, List<Entry> entries) {
  /**
   * The real model's dimension. The first 384 are appearance, the rest zeros: object scores in them
   * would let text meet video, but measured clusters of the demo clips got worse with every weight.
   */
  static final int DIMENSION = 512;

  /**
   * One vector.
   *
   * @param scope {@code clip} or {@code asset}
   * @param span what it stands for
   * @param vector of length 1
   */
  record Entry(String scope, Span span, float[] vector) {}

  static Embedding make(EmbedOrder order, Eyes eyes) throws Exception {
    Footage footage = order.source().open().open();
    try {
      Span span = order.spanOf(footage);
      List<Eyes.Look> looks = eyes.looks(footage.file(), span, order.segments().looksPerSecond());
      return new Embedding(footage.facts().durationSec(), entries(order, span, looks));
    } catch (ApiError e) {
      throw new Workbench.Unworkable(e.getMessage());
    } catch (MediaException e) {
      throw new Workbench.Unworkable(
          "We could not process your media for embedding. Please verify the input file and try"
              + " again.");
    } finally {
      order.source().release(footage);
    }
  }

  private static List<Entry> entries(EmbedOrder order, Span span, List<Eyes.Look> looks) {
    List<Entry> entries = new ArrayList<>();
    if (order.clips()) {
      for (Span clip : order.segments().cut(span, looks)) {
        entries.add(new Entry("clip", clip, Unit.mean(within(clip, looks), DIMENSION)));
      }
    }
    if (order.whole()) {
      entries.add(new Entry("asset", span, Unit.mean(within(span, looks), DIMENSION)));
    }
    return entries;
  }

  /** The looks inside a clip, or the nearest one to its middle. */
  private static List<float[]> within(Span clip, List<Eyes.Look> looks) {
    List<float[]> inside =
        looks.stream()
            .filter(look -> look.atSec() >= clip.startSec() && look.atSec() < clip.endSec())
            .map(Eyes.Look::vector)
            .toList();
    if (!inside.isEmpty()) {
      return inside;
    }
    double middle = (clip.startSec() + clip.endSec()) / 2;
    Eyes.Look nearest = looks.get(0);
    for (Eyes.Look look : looks) {
      if (Math.abs(look.atSec() - middle) < Math.abs(nearest.atSec() - middle)) {
        nearest = look;
      }
    }
    return List.of(nearest.vector());
  }
}
