package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Where the time of some work on Spark went.
 *
 * @param seconds wall time
 * @param alone seconds in which no task ran: what the driver did by itself
 * @param tasks seconds of all tasks, one after the other
 * @param processors seconds of processors that these tasks used
 * @param shuffled MB that tasks wrote for other tasks
 */
record TaskTime(double seconds, double alone, double tasks, double processors, double shuffled) {

  /** Runs the work and looks at its tasks. */
  static TaskTime of(SparkSession spark, Runnable work) {
    Tasks tasks = new Tasks();
    spark.sparkContext().addSparkListener(tasks);
    try {
      long start = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
      return tasks.since(seconds);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's listeners do not come to an end", e);
    } finally {
      spark.sparkContext().removeSparkListener(tasks);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f s, %.1f of them without a task; tasks %.1f s, processors %.1f s, shuffled %.0f MB",
        seconds,
        alone,
        tasks,
        processors,
        shuffled);
  }

  private static final class Tasks extends SparkListener {
    private final List<SparkListenerTaskEnd> ended = new ArrayList<>();

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskMetrics() != null) {
        ended.add(end);
      }
    }

    synchronized TaskTime since(double seconds) {
      ended.sort(Comparator.comparingLong(end -> end.taskInfo().launchTime()));
      long busyMs = 0;
      long until = 0;
      long tasksMs = 0;
      long processorsNs = 0;
      long shuffled = 0;
      for (SparkListenerTaskEnd end : ended) {
        long from = Math.max(until, end.taskInfo().launchTime());
        until = Math.max(until, end.taskInfo().finishTime());
        busyMs += until - from;
        tasksMs += end.taskMetrics().executorRunTime();
        processorsNs += end.taskMetrics().executorCpuTime();
        shuffled += end.taskMetrics().shuffleWriteMetrics().bytesWritten();
      }
      return new TaskTime(
          seconds, seconds - busyMs / 1e3, tasksMs / 1e3, processorsNs / 1e9, shuffled / 1e6);
    }
  }
}
