package dev.sluice.twelvelabs;

import dev.sluice.ratelimit.Ticker;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a provider let us know besides what was asked: its time, by the {@code Date} of its answers,
 * and that it speaks our API at all. Thread-safe.
 */
final class Heard {
  /** By how much the clocks of this machine may differ about the time since an answer. */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Ticker ticker;
  private final InstantSource wall;
  private volatile Said last;
  private volatile boolean understood;

  /** What an answer says of the time, and when it said so by both clocks of this machine. */
  record Said(Instant date, long nanos, Instant wall) {}

  Heard(Ticker ticker, InstantSource wall) {
    this.ticker = ticker;
    this.wall = wall;
  }

  /** What this date header says now; empty for none, and for anything but a date. */
  Optional<Said> date(String header) {
    if (header == null) {
      return Optional.empty();
    }
    try {
      Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(new Said(date, ticker.nanos(), wall.instant()));
    } catch (DateTimeException e) {
      // A proxy without a clock; an earlier answer still says the time.
      return Optional.empty();
    }
  }

  /** The provider said this, and nobody between it and us. */
  void said(Said time) {
    last = time;
  }

  /** An answer had the shape that the API promises. */
  void understood() {
    understood = true;
  }

  /** Whether any answer ever had. */
  boolean isUnderstood() {
    return understood;
  }

  /**
   * The provider's time; empty when it never said it, or when this machine may have slept since:
   * its monotonic clock may stand still then.
   */
  Optional<Instant> time() {
    Said said = last;
    if (said == null) {
      return Optional.empty();
    }
    Duration passed = Duration.ofNanos(ticker.nanos() - said.nanos());
    Duration byWall = Duration.between(said.wall(), wall.instant());
    return passed.minus(byWall).abs().compareTo(APART) > 0
        ? Optional.empty()
        : Optional.of(said.date().plus(passed));
  }
}
