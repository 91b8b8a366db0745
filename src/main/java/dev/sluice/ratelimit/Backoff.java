package dev.sluice.ratelimit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to stay away after the n-th failure in a row: doubles each time up to a limit, with
 * jitter so that many callers do not come back together. Pure but for the random numbers.
 *
 * @param first the longest pause after the first failure, above zero
 * @param longest the longest pause at all, at least {@code first}
 */
public record Backoff(Duration first, Duration longest) {

  /** Rejects pauses that are not above zero, or out of order. */
  public Backoff {
    if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a back-off starts above zero and grows: first %s, longest %s".formatted(first, longest));
    }
  }

  /**
   * The pause before trying again: between half of the step and the step.
   *
   * @param failures how many attempts have failed in a row, 1 or more
   * @param random where the jitter comes from
   * @throws IllegalArgumentException when nothing has failed yet
   */
  public Duration pause(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("no pause before a failure: " + failures);
    }
    double step =
        Math.min((double) first.toNanos() * Math.pow(2, failures - 1), (double) longest.toNanos());
    return Duration.ofNanos((long) (step * (0.5 + 0.5 * random.nextDouble())));
  }
}
