package dev.sluice.calls;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Which task attempts the driver believes to be running. An attempt on an executor that was given
 * up has ended, whatever its process may still do. Thread-safe.
 */
final class Attempts extends SparkListener {
  private final Set<Long> running = new HashSet<>();
  private long newest = Long.MIN_VALUE;

  /** What the driver believes of an attempt. */
  enum Belief {
    RUNNING,
    ENDED,
    /** Its start was not heard of yet: Spark tells of starts a little later than tasks run. */
    UNHEARD
  }

  synchronized Belief of(long attempt) {
    if (attempt == PermitMessage.Caller.DRIVER || running.contains(attempt)) {
      return Belief.RUNNING;
    }
    return attempt <= newest ? Belief.ENDED : Belief.UNHEARD;
  }

  synchronized void started(long attempt) {
    running.add(attempt);
    newest = Math.max(newest, attempt);
  }

  synchronized void ended(long attempt) {
    running.remove(attempt);
    newest = Math.max(newest, attempt);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    started(start.taskInfo().taskId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo() != null) {
      ended(end.taskInfo().taskId());
    }
  }
}
