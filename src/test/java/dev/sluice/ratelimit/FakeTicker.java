package dev.sluice.ratelimit;

import java.time.Duration;

/** Time that passes only when told to. */
final class FakeTicker implements Ticker {
  private long nanos;

  FakeTicker(long origin) {
    nanos = origin;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }
}
