package dev.sluice.twelvelabs;

import dev.sluice.ratelimit.Ticker;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What time it is at the provider, by the {@code Date} of its answers. Thread-safe. */
final class Heard {
  private final Ticker ticker;
  private volatile Said last;

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

  Optional<Instant> time() {
    Said said = last;
    return said == null
        ? Optional.empty()
        : Optional.of(said.date().plusNanos(ticker.nanos() - said.nanos()));
  }
}
