package dev.sluice.ingest;

import dev.sluice.media.MediaFacts;

/**
 * What is known about a video so far, from the manifest, the last run or a probe; null is unknown.
 */
record Measured(Double durationSec, Integer width, Integer height, Double fps) {
  /** For the rules' tolerance of half a frame where nobody knows the frame rate. */
  private static final double USUAL_FPS = 25;

  static Measured of(MediaFacts facts) {
    return new Measured(facts.durationSec(), facts.width(), facts.height(), facts.fps());
  }

  /** This, and the other's facts where this has none. */
  Measured or(Measured other) {
    return new Measured(
        first(durationSec, other.durationSec),
        first(width, other.width),
        first(height, other.height),
        first(fps, other.fps));
  }

  /** Whether the media rules can be checked. */
  boolean isComplete() {
    return durationSec != null && width != null && height != null;
  }

  /** Facts for the media rules of a span of this length. */
  MediaFacts facts(double lengthSec, long sizeBytes) {
    double rate = fps == null || !(fps > 0) ? USUAL_FPS : fps;
    return new MediaFacts(lengthSec, width, height, rate, sizeBytes, "unknown", false);
  }

  private static <T> T first(T one, T other) {
    return one == null ? other : one;
  }
}
