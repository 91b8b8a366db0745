package dev.sluice.calls;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes a task in this process fail once, after the worst moment of one of its creates. */
public final class FailingTask {
  private FailingTask() {}

  /**
   * From now on: the id of this create is lost when the provider has accepted it, and the task that
   * made it fails, once.
   *
   * @param create the number of the create, from 1
   * @param failure what the task fails with
   */
  public static void atCreate(int create, Supplier<? extends RuntimeException> failure) {
    AtomicInteger creates = new AtomicInteger();
    AtomicBoolean failing = new AtomicBoolean();
    CrashPoints.observe(
        (point, workKey) -> {
          boolean lost = point.equals(CrashPoints.SENT) && creates.incrementAndGet() == create;
          if (lost) {
            failing.set(true);
          }
          if (lost || (point.equals(CrashPoints.TASK_END) && failing.compareAndSet(true, false))) {
            throw failure.get();
          }
        });
  }

  /** No task fails any more. */
  public static void never() {
    CrashPoints.observe((point, workKey) -> {});
  }
}
