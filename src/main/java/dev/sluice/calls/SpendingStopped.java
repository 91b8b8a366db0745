package dev.sluice.calls;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nothing more is created, anywhere: a bad key, no funds, a withdrawn model, the budget. */
public final class SpendingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // What a Spark task throws may reach the driver as text alone, and all that a task finds is that
  // its machine is not set up.
  private static final Pattern IN_TEXT =
      Pattern.compile(Pattern.quote(SpendingStopped.class.getName()) + ": ([^\\n]*)");

  private final Why why;

  SpendingStopped(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** The one that a failure goes back to, in this process or in a Spark task. */
  public static Optional<SpendingStopped> in(Throwable failure) {
    // Text last: whoever wraps one repeats what it says, and not why.
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SpendingStopped stopped) {
        return Optional.of(stopped);
      }
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Matcher text = IN_TEXT.matcher(String.valueOf(at.getMessage()));
      if (text.find()) {
        return Optional.of(new SpendingStopped(Why.SETTINGS, text.group(1)));
      }
    }
    return Optional.empty();
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
    /** The provider gives up whatever it accepts; what was sent is still fetched. */
    FAILING,
    /** The limits of the account allow nothing for a long time; what was sent is still fetched. */
    IDLE,
    /** Not finished; safe to run again. */
    AGAIN,
    /**
     * Spark or the job is set up in a way that cannot be paid with; where only a limit is at fault,
     * what was sent is still fetched.
     */
    SETTINGS;

    /** Whether what was sent is still fetched. */
    boolean stillFetches() {
      return this == BUDGET || this == IDLE || this == FAILING || this == SETTINGS;
    }

    /** Whether a step still stores what was answered: not when the run is to end at once. */
    public boolean leavesTime() {
      return this != AGAIN;
    }
  }
}
