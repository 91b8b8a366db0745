package dev.sluice.provider;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One line of a provider's list of tasks.
 *
 * @param ref the task
 * @param createdAt when the provider accepted it, by the provider's clock
 * @param status the provider's word for its state
 * @param customId the id that we gave it, or {@code ""}
 * @param shown what the list says about the request
 */
public record Listed(
    ProviderRef ref, Instant createdAt, String status, String customId, Shown shown) {

  /** Whether the provider has ended its work on it, well or not: there is something to fetch. */
  public boolean ended() {
    return status.equals("ready") || status.equals("failed") || status.equals("canceled");
  }

  /**
   * What a list shows of a request; lists show little, and some of it only when the task is ready.
   *
   * @param model model asked for, or {@code ""}
   * @param url the link given as source, or {@code ""}
   * @param durationSec how long the source is, seconds
   * @param clipSec fixed clip length asked for, seconds
   */
  public record Shown(
      String model, String url, OptionalDouble durationSec, OptionalDouble clipSec) {
    /** Nothing is shown. */
    public static final Shown NOTHING =
        new Shown("", "", OptionalDouble.empty(), OptionalDouble.empty());
  }
}
