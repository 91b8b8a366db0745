package dev.sluice.calls;

import dev.sluice.ratelimit.Ticker;
import java.time.Duration;

/**
 * A moment by both clocks of this process. The monotonic one may stand still while the machine
 * sleeps, the other may be set: time has passed when either says so. Never compared with another
 * process.
 */
record Moment(long nanos, long wallMillis) {

  static Moment now(Ticker ticker) {
    return new Moment(ticker.nanos(), System.currentTimeMillis());
  }

  /** Whether less than this has passed since. */
  boolean isWithin(Duration time, Ticker ticker) {
    Moment now = now(ticker);
    return now.nanos - nanos < time.toNanos() && now.wallMillis - wallMillis < time.toMillis();
  }
}
