package dev.sluice.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;

/** A spender at work in a thread of its own, so that it can be watched and cut short. */
final class Background implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final SparkSession spark;
  private final Thread thread;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Starts it. */
  Background(SparkSession spark, Runnable spending) {
    this.spark = spark;
    this.thread =
        new Thread(
            () -> {
              try {
                spending.run();
                end.complete(null);
              } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
              }
            },
            "bench-spender");
    thread.setDaemon(true);
    thread.start();
  }

  /** What the watcher looks at every half second; true ends the watch. */
  interface Watch {
    boolean enough() throws Exception;
  }

  /**
   * Waits until enough was seen, the work has ended, or time is up.
   *
   * @return why the work ended, when it ended with an error
   */
  String watch(Duration longest, Watch watch) throws Exception {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!end.isDone() && System.nanoTime() < deadline && !watch.enough()) {
      Thread.sleep(LOOK_EVERY.toMillis());
    }
    try {
      end.get(0, TimeUnit.MILLISECONDS);
      return "done";
    } catch (TimeoutException e) {
      return "cut short";
    } catch (ExecutionException e) {
      return e.getCause().toString();
    }
  }

  /** Ends what is still under way; facts that were stored stay. */
  @Override
  public void close() {
    while (!end.isDone()) {
      spark.sparkContext().cancelAllJobs();
      thread.interrupt();
      try {
        thread.join(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
