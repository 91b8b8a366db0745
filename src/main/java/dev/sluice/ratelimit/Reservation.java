package dev.sluice.ratelimit;

import java.time.Duration;

/** The answer to "may I, now?". */
public sealed interface Reservation {

  /** Yes. It counts from now on and is not given back. */
  record Granted() implements Reservation {}

  /**
   * Not yet; nothing was reserved.
   *
   * @param pause the earliest time it could be granted if nobody else asks, above zero
   */
  record Later(Duration pause) implements Reservation {}

  /**
   * Never: it is larger than a whole window.
   *
   * @param limit the limit that it can never fit
   */
  record TooLarge(RateLimit limit) implements Reservation {}
}
