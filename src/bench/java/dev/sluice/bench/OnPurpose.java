package dev.sluice.bench;

/** The failure that a measurement asked for. */
final class OnPurpose extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OnPurpose() {
    super("the failure this measurement asked for; Spark tries the task again");
  }
}
