package dev.sluice.calls;

import java.util.function.BiConsumer;

/**
 * Named places at which tests stop, kill or fail the process that reaches them. Does nothing
 * otherwise.
 */
final class CrashPoints {
  /** A permit was granted; the intent is not stored. */
  static final String PERMIT = "permit";

  /** The intent is stored; the request has not begun. */
  static final String INTENT = "intent";

  /** The provider answered the create; its id is not stored. */
  static final String SENT = "sent";

  /** The provider's id is stored. */
  static final String CREATED = "created";

  /** The result is in hand; it is not stored. */
  static final String ANSWERED = "answered";

  /** The result is stored in the journal. */
  static final String DONE = "done";

  /** A task has made its last call and not yet returned its rows. */
  static final String TASK_END = "task-end";

  /** The fold wrote {@code responses} and not yet {@code calls}. */
  static final String FOLDING = "folding";

  private static volatile BiConsumer<String, String> observer = (point, workKey) -> {};

  private CrashPoints() {}

  /** Says that a place was reached, and for which work; empty where there is none. */
  static void reached(String point, String workKey) {
    observer.accept(point, workKey);
  }

  /** Listens from now on, in this process. */
  static void observe(BiConsumer<String, String> next) {
    observer = next;
  }
}
