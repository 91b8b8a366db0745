package dev.sluice.emulator;

/** A way in which one create can go wrong on purpose. */
public enum Fault {
  /** Answers 500; nothing was accepted. */
  SERVER_ERROR,
  /** Answers 429 as if the limit were exhausted; nothing was accepted. */
  RATE_LIMITED,
  /** Answers 401; nothing was accepted. */
  UNAUTHORIZED,
  /** Closes the connection without an answer; nothing was accepted. */
  DROPPED_BEFORE,
  /** Accepts, then closes the connection without an answer: the client cannot know. */
  DROPPED_AFTER,
  /** Accepts, then answers 500: the client cannot know. */
  SERVER_ERROR_AFTER,
  /** Accepts and answers well; the work itself then fails. */
  WORK_FAILS
}
