package dev.sluice.calls;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes a task in this process fail once, at the worst moment of one of its creates. */
public final class FailingTask {
  private FailingTask() {}

  /**
   * From now on: the task that makes this create throws, once, when the provider has accepted it
   * and its id is not stored.
   *
   * @param create the number of the create, from 1
   * @param failure what the task fails with
   */
  public static void atCreate(int create, Supplier<? extends RuntimeException> failure) {
    AtomicInteger creates = new AtomicInteger();
    CrashPoints.observe(
        (point, workKey) -> {
          if (point.equals(CrashPoints.SENT) && creates.incrementAndGet() == create) {
            // An Error: what one work throws otherwise does not fail its task.
            throw new AssertionError(failure.get());
          }
        });
  }

  /** No task fails any more. */
  public static void never() {
    CrashPoints.observe((point, workKey) -> {});
  }
}
