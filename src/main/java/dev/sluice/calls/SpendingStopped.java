package dev.sluice.calls;

/** Spending stopped everywhere: a bad key, no funds, a withdrawn model, or the budget. */
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
    /** The budget is used up. */
    BUDGET,
    /** Not finished; safe to run again. */
    AGAIN
  }
}
