package dev.sluice.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does. */
final class Await {
  private static final long EVERY_MS = 100;

  private Await() {}

  /**
   * Waits until something is so.
   *
   * @throws IllegalStateException when it is not in time
   */
  static void until(String what, Duration atMost, BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + atMost + ": " + what);
      }
      Thread.sleep(EVERY_MS);
    }
  }
}
