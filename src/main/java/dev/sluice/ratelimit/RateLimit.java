package dev.sluice.ratelimit;

import java.time.Duration;

/**
 * At most so much of one dimension within any window of this length.
 *
 * @param dimension what is counted
 * @param amount how much of it, above zero, in the dimension's unit
 * @param window how long the window is, at least a millisecond
 */
public record RateLimit(Dimension dimension, double amount, Duration window) {

  /** Rejects limits that nothing could pass. */
  public RateLimit {
    if (!(amount > 0) || Double.isInfinite(amount) || window.toMillis() < 1) {
      throw new IllegalArgumentException(
          "not a rate limit: %s %s per %s".formatted(amount, dimension, window));
    }
  }

  /**
   * The part of it that we use, leaving the rest to other users of the account.
   *
   * @param share above 0, at most 1
   * @throws IllegalArgumentException when the share is outside its range
   */
  public RateLimit share(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is above 0 and at most 1, not " + share);
    }
    return new RateLimit(dimension, amount * share, window);
  }
}
