package dev.sluice.emulator;

/**
 * Something a client created.
 *
 * @param <R> what its work gives
 */
interface Work<R> {
  /** Its id, times and stage. */
  Piece<R> piece();
}
