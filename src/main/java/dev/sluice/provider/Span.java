package dev.sluice.provider;

/**
 * A stretch of a video.
 *
 * @param startSec start, seconds, 0 or more
 * @param endSec end, seconds, above the start
 */
public record Span(double startSec, double endSec) {
  /** Rejects empty and negative spans. */
  public Span {
    if (!(startSec >= 0) || !(endSec > startSec)) {
      throw new IllegalArgumentException("not a span: " + startSec + " to " + endSec + " s");
    }
  }

  /** Length in seconds. */
  public double lengthSec() {
    return endSec - startSec;
  }
}
