package dev.sluice.calls;

/** The way from a task to the driver's desk. Thread-safe. */
interface Permits {
  /**
   * Asks, and waits for the answer.
   *
   * @throws SpendingStopped when there is no way to the desk
   * @throws IllegalStateException when it does not answer
   */
  PermitMessage ask(PermitMessage message);

  /** Tells the desk something that needs no answer. */
  default void tell(PermitMessage note) {
    PermitMessage unused = ask(note);
  }
}
