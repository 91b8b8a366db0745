package dev.sluice.calls;

import java.io.Serializable;
import java.time.Duration;

/** What executors and the driver's desk say to each other. */
sealed interface PermitMessage extends Serializable {

  /**
   * May this create be sent now?
   *
   * @param round the round the asking task belongs to
   * @param workKey the work
   * @param generation its generation
   * @param operation {@code asset}, {@code embed} or {@code analyze}
   * @param mediaMinutes minutes it will use, at most
   * @param outputTokens tokens it will use, at most
   */
  record Ask(
      String round,
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
   * No, not in this round.
   *
   * @param reason why
   */
  record Denied(String reason) implements PermitMessage {}

  /**
   * The permit is not needed any more.
   *
   * @param workKey the work
   * @param generation its generation
   * @param accepted whether the provider accepted a create under it, or may have
   */
  record Returned(String workKey, int generation, boolean accepted) implements PermitMessage {}

  /**
   * The provider asked everyone to slow down.
   *
   * @param pause how long; zero when it did not say
   */
  record SlowDown(Duration pause) implements PermitMessage {}

  /**
   * No further call can succeed: stop everywhere.
   *
   * @param message why, for a person
   */
  record Stop(String message) implements PermitMessage {}

  /** Heard. */
  record Heard() implements PermitMessage {}
}
