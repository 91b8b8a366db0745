package dev.sluice.ingest;

import dev.sluice.media.MediaFacts;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.tables.VideoRow;

/**
 * What is known about a video so far, from the manifest, the last run, a probe or the provider;
 * null is unknown.
 */
record Measured(Double durationSec, Integer width, Integer height, Double fps) {
  /** For the rules' tolerance of half a frame where nobody knows the frame rate. */
  private static final double USUAL_FPS = 25;

  static Measured of(MediaFacts facts) {
    return new Measured(facts.durationSec(), facts.width(), facts.height(), facts.fps());
  }

  /**
   * What the last run knew: nothing where the manifest's word alone refused the file, because a
   * word that was taken back must not refuse it for good.
   */
  static Measured known(VideoRow row) {
    Measured known = new Measured(row.durationSec(), row.width(), row.height(), row.fps());
    return row.status().equals(VideoRow.REJECTED) && !known.wasMeasured()
        ? new Measured(null, null, null, null)
        : known;
  }

  static Measured of(IndexedVideo.Shown shown) {
    return new Measured(
        shown.durationSec().isPresent() ? shown.durationSec().getAsDouble() : null,
        shown.width().isPresent() ? shown.width().getAsInt() : null,
        shown.height().isPresent() ? shown.height().getAsInt() : null,
        shown.fps().isPresent() ? shown.fps().getAsDouble() : null);
  }

  /** This, and the other's facts where this has none. */
  Measured or(Measured other) {
    return new Measured(
        first(durationSec, other.durationSec),
        first(width, other.width),
        first(height, other.height),
        first(fps, other.fps));
  }

  /** Whether its length and another, which may be unknown, differ by less than this. */
  boolean isAbout(Double otherSec, double lessThanSec) {
    return durationSec != null
        && otherSec != null
        && Math.abs(durationSec - otherSec) < lessThanSec;
  }

  /** This, with another length. */
  Measured lasting(double sec) {
    return new Measured(sec, width, height, fps);
  }

  /** Whether somebody looked at the video: nobody gives a frame rate by hand. */
  boolean wasMeasured() {
    return isComplete() && fps != null;
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
