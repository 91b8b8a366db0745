package dev.sluice.step;

/** Where a step says what it is doing, for the person who waits. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress SILENT = line -> {};

  /** One line, replacing the one before. */
  void say(String line);

  /** A run begins; what is said from now on belongs to it. */
  default void begins(String runId) {}
}
