package dev.sluice.calls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells a person how far spending is, every few seconds until it is closed. */
final class ProgressTeller implements AutoCloseable {
  private final Consumer<String> progress;
  private final Supplier<String> line;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sluice-progress");
            thread.setDaemon(true);
            return thread;
          });

  private ProgressTeller(Consumer<String> progress, Supplier<String> line) {
    this.progress = progress;
    this.line = line;
  }

  static ProgressTeller start(Consumer<String> progress, Supplier<String> line, Duration every) {
    ProgressTeller teller = new ProgressTeller(progress, line);
    var unused =
        teller.clock.scheduleAtFixedRate(
            teller::tell, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return teller;
  }

  void tell() {
    progress.accept(line.get());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
