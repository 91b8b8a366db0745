package dev.sluice.emulator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads that do the work of accepted creates, in order. Thread-safe. */
final class Workbench implements AutoCloseable {
  private final ScheduledThreadPoolExecutor threads;
  private final Duration latency;

  Workbench(int count, Duration latency) {
    this.latency = latency;
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

  /** Works on a piece, not before the latency has passed; its stage tells how it went. */
  <T> void start(Piece<T> piece, Callable<T> work) {
    Future<?> unused =
        threads.schedule(() -> run(piece, work), latency.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> void run(Piece<T> piece, Callable<T> work) {
    piece.become(new Stage.Working<>("processing"));
    try {
      piece.become(new Stage.Ready<>(work.call()));
    } catch (Unworkable e) {
      piece.become(new Stage.Failed<>(e.getMessage()));
    } catch (Exception | LinkageError e) {
      // A client must see the end of its task whatever broke here, the native library included.
      String message = "The emulator failed (%s). This is a defect of the emulator.".formatted(e);
      piece.become(new Stage.Failed<>(message));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
