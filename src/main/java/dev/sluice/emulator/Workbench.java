package dev.sluice.emulator;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for the work of everything accepted; what waits takes none. Thread-safe. */
final class Workbench implements AutoCloseable {
  private final ScheduledThreadPoolExecutor threads;

  Workbench(int count) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ScheduledThreadPoolExecutor(
            count,
            work -> {
              Thread thread = new Thread(work, "emulator-work-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Work that cannot succeed, with what its client is told. */
  static final class Unworkable extends Exception {
    private static final long serialVersionUID = 1L;

    Unworkable(String message) {
      super(message);
    }
  }

  /** Does work when a time has passed and a thread is free. */
  void after(Duration time, Runnable work) {
    Future<?> unused = threads.schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether work that breaks off now was told to, and may go on after a restart. */
  boolean isClosing() {
    return threads.isShutdown();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
