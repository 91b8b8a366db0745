package dev.sluice.ratelimit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits. Injected, so that tests take no time. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Waits for at least this long; not at all when zero or negative.
   *
   * @throws InterruptedException when the thread is asked to stop
   */
  void sleep(Duration pause) throws InterruptedException;

  /** Really sleeps. */
  static Sleeper real() {
    return pause -> {
      long nanos = pause.toNanos();
      if (nanos > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    };
  }
}
