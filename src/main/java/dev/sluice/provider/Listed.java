package dev.sluice.provider;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One line of a provider's list of tasks.
 *
 * @param ref the task
 * @param createdAt when the provider accepted it, by the provider's clock
 * @param state how far the provider is with it
 * @param customId the id that we gave it, or {@code ""}
 * @param shown what the list says about the request
 */
public record Listed(
    ProviderRef ref, Instant createdAt, State state, String customId, Shown shown) {

  /** How far the provider is with a task. */
  public enum State {
    /** It works on it, or will. */
    RUNNING,
    /** There is an answer. */
    READY,
    /** It ended without an answer. */
    GAVE_UP
  }

  /** Whether the provider has ended its work on it, well or not: there is something to fetch. */
  public boolean ended() {
    return state != State.RUNNING;
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
