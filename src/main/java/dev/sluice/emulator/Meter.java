package dev.sluice.emulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds creates against the limits, and says so in the documented headers. Thread-safe. */
final class Meter {
  private final Limiter limiter;
  private final Clock clock;

  Meter(Limiter limiter, Clock clock) {
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Counts a request. */
  void request(Exchange exchange, Operation operation) {
    mediaLeft(exchange, limiter.ask(operation, Limit.Measure.MEDIA_MINUTES, 0));
    List<Limiter.Standing> standings = limiter.ask(operation, Limit.Measure.REQUESTS, 1);
    tightest(standings)
        .ifPresent(
            tight -> {
              header(exchange, "X-RateLimit-Request-Remaining", (long) tight.left());
              header(exchange, "X-RateLimit-Request-Reset", seconds(tight));
              unconfirmed(exchange, tight);
            });
    refuse(exchange, standings);
  }

  /** Counts minutes of media. */
  void media(Exchange exchange, Operation operation, double minutes) {
    List<Limiter.Standing> standings = limiter.ask(operation, Limit.Measure.MEDIA_MINUTES, minutes);
    mediaLeft(exchange, standings);
    refuse(exchange, standings);
  }

  /** Refuses a request as if a limit were exhausted. */
  ApiError tooMany(Exchange exchange) {
    header(exchange, "X-RateLimit-Request-Remaining", 0);
    return tooMany(exchange, "as scripted", clock.instant().getEpochSecond() + 1);
  }

  /** The one reset that is documented stands for whatever was exceeded. */
  private ApiError tooMany(Exchange exchange, String limit, long resetSec) {
    long afterSec = resetSec - clock.instant().getEpochSecond();
    header(exchange, "X-RateLimit-Request-Reset", resetSec);
    if (exchange.assumes(Assumption.RETRY_AFTER)) {
      header(exchange, "Retry-After", afterSec);
    }
    return ApiError.tooMany(exchange.route(), limit, afterSec);
  }

  private static void mediaLeft(Exchange exchange, List<Limiter.Standing> standings) {
    tightest(standings)
        .ifPresent(
            tight -> {
              header(exchange, "X-RateLimit-Duration-Remaining", (long) tight.left());
              if (exchange.assumes(Assumption.LIMIT_TOTALS)) {
                header(exchange, "X-RateLimit-Duration-Limit", (long) tight.limit().amount());
              }
            });
  }

  private static void unconfirmed(Exchange exchange, Limiter.Standing tight) {
    long limit = (long) tight.limit().amount();
    if (exchange.assumes(Assumption.LIMIT_TOTALS)) {
      header(exchange, "X-RateLimit-Request-Limit", limit);
    }
    if (exchange.assumes(Assumption.OLDER_LIMIT_HEADERS)
        && Set.of("POST /search", "POST /analyze").contains(exchange.route())) {
      header(exchange, "X-Ratelimit-Limit", limit);
      header(exchange, "X-Ratelimit-Remaining", (long) tight.left());
      header(exchange, "X-Ratelimit-Used", limit - (long) tight.left());
      header(exchange, "X-Ratelimit-Reset", seconds(tight));
    }
  }

  private void refuse(Exchange exchange, List<Limiter.Standing> standings) {
    standings.stream()
        .filter(standing -> !standing.granted())
        .max(Comparator.comparing(Limiter.Standing::reset))
        .ifPresent(
            full -> {
              throw tooMany(exchange, words(full.limit()), seconds(full));
            });
  }

  private static Optional<Limiter.Standing> tightest(List<Limiter.Standing> standings) {
    return standings.stream().min(Comparator.comparingDouble(Limiter.Standing::left));
  }

  /** Rounded up: a client that comes then is let in. */
  private static long seconds(Limiter.Standing standing) {
    return standing.reset().plusMillis(999).getEpochSecond();
  }

  private static String words(Limit limit) {
    String what = limit.measure() == Limit.Measure.REQUESTS ? "requests" : "minutes of media";
    Duration window = limit.window();
    String per =
        window.equals(Duration.ofDays(1))
            ? "day"
            : window.equals(Duration.ofHours(1)) ? "hour" : "minute";
    return "%.0f %s per %s".formatted(limit.amount(), what, per);
  }

  private static void header(Exchange exchange, String name, long value) {
    exchange.answerHeader(name, Long.toString(value));
  }
}
