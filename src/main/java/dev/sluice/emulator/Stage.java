package dev.sluice.emulator;

/**
 * How far a piece of work is.
 *
 * @param <T> what it gives
 */
sealed interface Stage<T> {

  /** The documented word for it. */
  String word();

  /**
   * Waiting or being worked on.
   *
   * @param word {@code queued} or {@code processing}
   */
  record Working<T>(String word) implements Stage<T> {}

  /**
   * Finished.
   *
   * @param result what it gave
   */
  record Ready<T>(T result) implements Stage<T> {
    @Override
    public String word() {
      return "ready";
    }
  }

  /**
   * Given up.
   *
   * @param message why, for the client
   */
  record Failed<T>(String message) implements Stage<T> {
    @Override
    public String word() {
      return "failed";
    }
  }
}
