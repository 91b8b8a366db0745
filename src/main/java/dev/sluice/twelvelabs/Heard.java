package dev.sluice.twelvelabs;

import dev.sluice.ratelimit.Ticker;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a provider let us know besides what was asked: its time, by the {@code Date} of its answers,
 * and that it speaks our API at all. Thread-safe.
 */
final class Heard {
  private final Ticker ticker;
  private volatile Said last;
  private volatile boolean understood;

  private record Said(Instant date, long nanos) {}

  Heard(Ticker ticker) {
    this.ticker = ticker;
  }

  /** An answer came with this date header; anything but a date is passed over. */
  void date(String header) {
    try {
      Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      last = new Said(date, ticker.nanos());
    } catch (DateTimeException e) {
      // A proxy without a clock; an earlier answer still says the time.
      return;
    }
  }

  /** An answer had the shape that the API promises. */
  void understood() {
    understood = true;
  }

  /** Whether any answer ever had. */
  boolean isUnderstood() {
    return understood;
  }

  Optional<Instant> time() {
    Said said = last;
    return said == null
        ? Optional.empty()
        : Optional.of(said.date().plusNanos(ticker.nanos() - said.nanos()));
  }
}
