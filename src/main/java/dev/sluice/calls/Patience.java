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

  /**
   * Patience from now on.
   *
   * @param wanted how long to wait without any progress
   * @param settle how long a lost create is left alone: who gives up earlier never finds out
   */
  Patience(Duration wanted, Duration settle, long now) {
    this.longest = Math.max(wanted.toNanos(), settle.toNanos() / 2 * 3);
    this.movedAt = now;
    this.waitsUntil = now;
  }

  /** How long it is. */
  Duration longest() {
    return Duration.ofNanos(longest);
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
