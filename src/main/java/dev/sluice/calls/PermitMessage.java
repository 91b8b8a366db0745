package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** What executors and the driver's desk say to each other. */
sealed interface PermitMessage extends Serializable {

  /**
   * Who asks.
   *
   * @param round the round the asking task belongs to
   * @param stage the stage that it runs in; a round has one
   * @param attempt Spark's id of the task attempt; -1 in the driver's own pool
   */
  record Caller(String round, int stage, long attempt) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No task: a thread of the driver. */
    static final long DRIVER = -1;
  }

  /** Is there a desk? Asked once by every task before anything else. */
  record Ping() implements PermitMessage {}

  /**
   * May this create be sent now?
   *
   * @param caller who asks
   * @param workKey the work
   * @param generation its generation
   * @param operation {@code asset}, {@code embed}, {@code embed_text} or {@code analyze}
   * @param mediaMinutes minutes it will use, at most
   * @param outputTokens tokens it will use, at most
   */
  record Ask(
      Caller caller,
      String workKey,
      int generation,
      String operation,
      double mediaMinutes,
      long outputTokens)
      implements PermitMessage {}

  /**
   * Yes, for a short time.
   *
   * @param validFor how long, on the holder's own monotonic clock
   */
  record Granted(Duration validFor) implements PermitMessage {}

  /**
   * Not yet.
   *
   * @param pause how long to stay away before asking again
   */
  record Later(Duration pause) implements PermitMessage {}

  /**
   * No, not this work in this round.
   *
   * @param reason why
   */
  record Denied(String reason) implements PermitMessage {}

  /**
   * Nothing more for this task in this round.
   *
   * @param reason why
   */
  record Closed(String reason) implements PermitMessage {}

  /**
   * The permit is not needed any more.
   *
   * @param workKey the work
   * @param generation its generation
   * @param accepted whether the provider accepted a create under it, or may have
   */
  record Returned(String workKey, int generation, boolean accepted) implements PermitMessage {}

  /**
   * Which of these tasks of the provider have ended?
   *
   * @param caller who asks
   * @param refs the provider's ids
   */
  record Which(Caller caller, List<String> refs) implements PermitMessage {}

  /**
   * These have ended and can be fetched.
   *
   * @param refs the provider's ids
   */
  record Ended(List<String> refs) implements PermitMessage {}

  /**
   * A work ended; for the person who watches.
   *
   * @param kind how
   */
  record Noted(FactKind kind) implements PermitMessage {}

  /**
   * The provider gave up a work that it had accepted for the first time.
   *
   * @param code why
   */
  record GivenUp(String code) implements PermitMessage {}

  /**
   * The provider said what is left of a limit.
   *
   * @param operation of which creates
   * @param requests how many more
   * @param until how long until it counts anew
   */
  record Left(String operation, long requests, Duration until) implements PermitMessage {}

  /**
   * The provider asked everyone to slow down.
   *
   * @param pause how long; zero when it did not say
   */
  record SlowDown(Duration pause) implements PermitMessage {}

  /**
   * The provider refused looks for a while: nobody looks, and nobody creates more to look at.
   *
   * @param pause how long; zero when it did not say
   */
  record LookLater(Duration pause) implements PermitMessage {}

  /**
   * Create nothing more, anywhere.
   *
   * @param why what kind of reason
   * @param message why, for a person
   */
  record Stop(SpendingStopped.Why why, String message) implements PermitMessage {}

  /** Heard. */
  record Heard() implements PermitMessage {}
}
