package dev.sluice.emulator;

import dev.sluice.media.Frames;
import dev.sluice.media.MediaException;
import dev.sluice.provider.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the local models see in a stretch of a video file. Deterministic; thread-safe. */
final class Eyes {
  /** Bounds the memory for decoded frames, whatever the length of the video. */
  private static final double SECONDS_AT_ONCE = 60;

  /** The detector is slow; a long span is looked at in this many places. */
  private static final int MOST_DETECTED = 16;

  private static final float LOWEST_SCORE = 0.2f;

  private final Frames frames;

  Eyes(Frames frames) {
    this.frames = frames;
  }

  /**
   * What one moment looks like.
   *
   * @param atSec where, seconds from the start of the file
   * @param vector appearance, not normalised
   */
  record Look(double atSec, float[] vector) {}

  /** The appearance of a span at a steady rate, in order of time; at least one look. */
  List<Look> looks(Path file, Span span, double perSecond) throws MediaException {
    List<Look> looks = new ArrayList<>();
    double to;
    for (double from = span.startSec(); from < span.endSec(); from = to) {
      // A short rest goes with the last part: alone it may hold no frame.
      boolean last = span.endSec() - from < 1.5 * SECONDS_AT_ONCE;
      to = last ? span.endSec() : from + SECONDS_AT_ONCE;
      int side = AppearanceModel.side();
      int taken = Math.max(1, (int) Math.round((to - from) * perSecond));
      List<byte[]> pictures = frames.rgb(file, from, to, perSecond, side, side);
      pictures = pictures.subList(0, Math.min(taken, pictures.size()));
      List<float[]> vectors = AppearanceModel.look(pictures);
      for (int i = 0; i < vectors.size(); i++) {
        looks.add(new Look(from + (i + 0.5) / perSecond, vectors.get(i)));
      }
    }
    return looks;
  }

  /** The objects in a span, frame by frame: one frame a second, fewer in a long span. */
  List<List<Detection>> objects(Path file, Span span) throws MediaException {
    int side = ObjectDetector.side();
    List<byte[]> pictures = new ArrayList<>();
    if (span.lengthSec() <= SECONDS_AT_ONCE) {
      double perSecond = Math.min(1, MOST_DETECTED / span.lengthSec());
      pictures.addAll(frames.rgb(file, span.startSec(), span.endSec(), perSecond, side, side));
    } else {
      // Jumping to a few places spares decoding hours that nobody looks at.
      for (int i = 0; i < MOST_DETECTED; i++) {
        double at = span.startSec() + (i + 0.5) * span.lengthSec() / MOST_DETECTED;
        pictures.add(frames.rgb(file, at, at + 1, 1, side, side).get(0));
      }
    }
    return pictures.stream()
        .limit(MOST_DETECTED)
        .map(picture -> ObjectDetector.detect(picture, LOWEST_SCORE))
        .toList();
  }
}
