package dev.sluice.twelvelabs;

import dev.sluice.ratelimit.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a request that changes nothing is sent again, and when. Pure but for the jitter.
 *
 * <ul>
 *   <li>Again: not sent, lost, 408, 429, 5xx, a 2xx that is not JSON.
 *   <li>Given up: after four attempts, or when the provider asks for more than ten seconds, which
 *       the caller can spend better.
 *   <li>Never again: anything else. Requests that create something do not come here.
 * </ul>
 */
final class RetryPolicy {
  private static final int MOST_ATTEMPTS = 4;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(400), Duration.ofSeconds(4));

  private final RandomGenerator random;
  private final InstantSource clock;

  RetryPolicy(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Statuses that say nothing about the thing asked for. */
  static boolean isPassing(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  /**
   * The pause after an attempt that failed.
   *
   * @param attempts how many were made, this one included
   */
  Duration pause(int attempts) {
    return BACKOFF.pause(attempts, random);
  }

  /**
   * The pause before the next attempt, or empty to keep this answer.
   *
   * @param attempts how many were made, this one included
   */
  Optional<Duration> again(Exchange exchange, int attempts) {
    if (attempts >= MOST_ATTEMPTS) {
      return Optional.empty();
    }
    if (exchange instanceof Exchange.NotSent || exchange instanceof Exchange.Lost) {
      return Optional.of(BACKOFF.pause(attempts, random));
    }
    if (!(exchange instanceof Exchange.Answered answered)) {
      return Optional.empty();
    }
    Reply reply = answered.reply();
    if (reply.isSuccess()) {
      return Json.beginsObject(reply.body())
          ? Optional.empty()
          : Optional.of(BACKOFF.pause(attempts, random));
    }
    if (!isPassing(reply.status())) {
      return Optional.empty();
    }
    Duration asked = Pauses.of(reply, ErrorBody.of(reply.body()), clock);
    Duration own = BACKOFF.pause(attempts, random);
    Duration pause = asked.compareTo(own) > 0 ? asked : own;
    return pause.compareTo(LONGEST_PAUSE) > 0 ? Optional.empty() : Optional.of(pause);
  }
}
