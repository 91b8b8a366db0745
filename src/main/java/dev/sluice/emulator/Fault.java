package dev.sluice.emulator;

import java.util.Locale;

/**
 * A way in which a request goes wrong on purpose. Those before happen instead of what was asked
 * for; those after happen to the answer, when the emulator has done what was asked for and kept it.
 */
public enum Fault {
  /** Answers 500; nothing was accepted. */
  SERVER_ERROR,
  /** Answers 429 as if the limit were exhausted; nothing was accepted. */
  RATE_LIMITED,
  /** Answers 401; nothing was accepted. */
  UNAUTHORIZED,
  /** Answers 402 {@code insufficient_funds}; nothing was accepted. */
  NO_FUNDS,
  /** Answers 403 {@code usage_limit_exceeded}; nothing was accepted. */
  CREDIT_EXCEEDED,
  /** Answers 403 {@code api_not_allowed}; nothing was accepted. */
  FORBIDDEN,
  /** Answers 400 as for a model that was withdrawn; nothing was accepted. */
  MODEL_SUNSET,
  /** Answers 400 as for a page of a search that has expired; nothing was accepted. */
  PAGE_EXPIRED,
  /** Closes the connection without an answer; nothing was accepted. */
  DROPPED_BEFORE,
  /** Reads the request and never answers, with the connection left open; nothing was accepted. */
  NO_ANSWER_BEFORE,
  /** Answers with the status of success and a body that is no JSON; nothing was accepted. */
  GARBAGE_BEFORE,
  /** Accepts, then closes the connection without an answer: the client cannot know. */
  DROPPED_AFTER,
  /** Accepts, then answers 500: the client cannot know. */
  SERVER_ERROR_AFTER,
  /** Accepts, then never answers, with the connection left open: the client cannot know. */
  NO_ANSWER_AFTER,
  /** Accepts, then answers with the status of success and a body that is no JSON. */
  GARBAGE_AFTER,
  /** Accepts, then closes the connection in the middle of the answer's body. */
  CUT_OFF_AFTER,
  /** Accepts, then sends the answer's body with 100 ms between its bytes. */
  SLOW_BODY,
  /** Accepts and answers well; the work itself then fails. */
  WORK_FAILS,
  /** Accepts and answers well; when it should be ready it is unknown (404) and in no list. */
  WORK_EXPIRES;

  /** Lower-case name, as scripts write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The fault of a lower-case name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Fault of(String key) {
    for (Fault fault : values()) {
      if (fault.key().equals(key)) {
        return fault;
      }
    }
    throw new IllegalArgumentException("no fault " + key);
  }

  /** Whether it happens to what comes of a create, so that no other route can meet it. */
  boolean isOfWork() {
    return this == WORK_FAILS || this == WORK_EXPIRES;
  }

  /** Whether it comes instead of what was asked for, without being a refusal. */
  boolean isInstead() {
    return this == DROPPED_BEFORE || this == NO_ANSWER_BEFORE || this == GARBAGE_BEFORE;
  }

  Fate fate() {
    return this == WORK_FAILS ? Fate.FAILS : this == WORK_EXPIRES ? Fate.EXPIRES : Fate.WORKS;
  }

  /** The status that a client gets in place of success; 0 stands for no answer. */
  int answered(int success) {
    return switch (this) {
      case SERVER_ERROR_AFTER -> 500;
      case DROPPED_BEFORE, NO_ANSWER_BEFORE, DROPPED_AFTER, NO_ANSWER_AFTER -> 0;
      default -> success;
    };
  }
}
