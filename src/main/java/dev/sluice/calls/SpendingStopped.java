package dev.sluice.calls;

/** Nothing more is created, anywhere: a bad key, no funds, a withdrawn model, the budget. */
public final class SpendingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Why why;

  SpendingStopped(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** Why it stopped. */
  public Why why() {
    return why;
  }

  /** Why spending stopped. */
  public enum Why {
    /** The provider will accept nothing more. */
    PROVIDER,
    /** The budget is used up; what was sent is still fetched. */
    BUDGET,
    /** The limits of the account allow nothing for a long time; what was sent is still fetched. */
    IDLE,
    /** Not finished; safe to run again. */
    AGAIN,
    /** Spark or the job is set up in a way that cannot be paid with. */
    SETTINGS;

    /** Whether what was sent is still fetched. */
    boolean stillFetches() {
      return this == BUDGET || this == IDLE;
    }
  }
}
