package dev.sluice.step;

/** Ends a run at a step, with a message for the person who started it. */
public final class StepStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode code;

  /**
   * Ends the run.
   *
   * @param code how the command ends
   * @param message what went wrong, why, and what to do
   */
  public StepStopped(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /** How the command ends. */
  public ExitCode code() {
    return code;
  }
}
