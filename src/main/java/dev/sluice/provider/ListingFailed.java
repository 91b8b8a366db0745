package dev.sluice.provider;

/**
 * A provider's list could not be read to its end. Never to be taken for "there is nothing there":
 * paying again on half a list would pay twice.
 */
public final class ListingFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CallOutcome outcome;

  /**
   * Says why the list is not complete.
   *
   * @param outcome {@link CallOutcome.Fatal} when trying again is of no use, {@link
   *     CallOutcome.Throttled} when the limits are reached, otherwise {@link CallOutcome.Later}
   * @param message what was listed and what went wrong, free of secrets
   */
  public ListingFailed(CallOutcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  /**
   * What the provider did: {@link CallOutcome.Fatal} when trying again is of no use, {@link
   * CallOutcome.Throttled} when the limits are reached, otherwise {@link CallOutcome.Later}. Null
   * after the exception was serialized.
   */
  public CallOutcome outcome() {
    return outcome;
  }
}
