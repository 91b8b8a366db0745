package dev.sluice.calls;

import java.time.Duration;

/**
 * How long spending goes on although nothing moves. Waiting for the limits is not standing still.
 * Pure; used by one thread. All times are monotonic nanoseconds.
 */
final class Patience {
  private final long longest;
  private long movedAt;
  private long waitsUntil;

  Patience(Duration longest, long now) {
    this.longest = longest.toNanos();
    this.movedAt = now;
    this.waitsUntil = now;
  }

  /** A work came further. */
  void moved(long now) {
    movedAt = Math.max(movedAt, now);
  }

  /** The limits grant nothing until then. */
  void waitUntil(long then) {
    waitsUntil = then;
    moved(then);
  }

  /** Whether the limits still grant nothing. */
  boolean isWaiting(long now) {
    return now < waitsUntil;
  }

  /** Whether nothing has moved for too long. */
  boolean isOut(long now) {
    return now - movedAt > longest;
  }
}
