package dev.sluice.twelvelabs;

import dev.sluice.provider.Allowance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a throttling answer asks us to stay away: {@code Retry-After} (seconds or a date), else
 * the rate window's reset header, else {@code details.retryAfter}, else zero. Points in time are
 * measured against the answer's own {@code Date} where it has one, so that clocks need not agree.
 */
final class Pauses {
  private static final List<String> RESETS =
      List.of("x-ratelimit-request-reset", "x-ratelimit-reset");
  private static final List<String> LEFT =
      List.of("x-ratelimit-request-remaining", "x-ratelimit-remaining");
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Larger numbers are points in time (seconds since 1970), smaller ones are durations. */
  private static final double EPOCH_FROM = 1e9;

  private static final double EPOCH_MILLIS_FROM = 1e12;

  private Pauses() {}

  static Duration of(Reply reply, ErrorBody error, InstantSource clock) {
    Instant now = date(reply.header("date")).orElseGet(clock::instant);
    return retryAfter(reply.header("retry-after"), now)
        .or(() -> reset(reply, now))
        .or(() -> seconds(error.retryAfterSec(), now))
        .map(Pauses::bounded)
        .orElse(Duration.ZERO);
  }

  /** What is left of the limit on requests until its reset, when the answer says both. */
  static Optional<Allowance> left(Reply reply, InstantSource clock) {
    Instant now = date(reply.header("date")).orElseGet(clock::instant);
    return LEFT.stream()
        .flatMap(name -> number(reply.header(name)).stream().boxed())
        .findFirst()
        .flatMap(
            left ->
                reset(reply, now).map(until -> new Allowance(left.longValue(), bounded(until))));
  }

  private static Optional<Duration> retryAfter(String value, Instant now) {
    return seconds(value, now).or(() -> date(value).map(until -> Duration.between(now, until)));
  }

  private static Optional<Duration> reset(Reply reply, Instant now) {
    return RESETS.stream().flatMap(name -> seconds(reply.header(name), now).stream()).findFirst();
  }

  private static Optional<Duration> seconds(String value, Instant now) {
    OptionalDouble number = number(value);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    double n = number.getAsDouble();
    if (n >= EPOCH_MILLIS_FROM) {
      return Optional.of(Duration.between(now, Instant.ofEpochMilli((long) n)));
    }
    if (n >= EPOCH_FROM) {
      return Optional.of(Duration.between(now, Instant.ofEpochMilli((long) Math.ceil(n * 1000))));
    }
    return Optional.of(Duration.ofMillis((long) Math.ceil(n * 1000)));
  }

  private static OptionalDouble number(String value) {
    try {
      double n = Double.parseDouble(value.strip());
      return n >= 0 && n < 1e15 ? OptionalDouble.of(n) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration pause) {
    if (pause.isNegative()) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
