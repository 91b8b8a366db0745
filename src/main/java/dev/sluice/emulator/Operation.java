package dev.sluice.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a client can create or ask here. Limits and counters are kept per operation, which is a
 * category of the rate limits that TwelveLabs documents.
 */
public enum Operation {
  /** {@code POST /assets}, and the end of an upload in parts. */
  UPLOAD("POST /assets"),
  /** {@code POST /indexes/{id}/indexed-assets} and {@code POST /tasks}. */
  INDEX("POST /indexes/{id}/indexed-assets"),
  /** {@code POST /embed-v2/tasks}, and {@code POST /embed-v2} of video and audio. */
  EMBED("POST /embed-v2/tasks"),
  /** {@code POST /embed-v2} of text, images or both. */
  EMBED_TEXT("POST /embed-v2"),
  /** {@code POST /analyze/tasks} and {@code POST /analyze}. */
  ANALYZE("POST /analyze/tasks"),
  /** {@code POST /search}; further pages are free. */
  SEARCH("POST /search");

  private final String route;

  Operation(String route) {
    this.route = route;
  }

  /** Lower-case name, as the log writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Method and path of its first route, as the log writes it. */
  public String route() {
    return route;
  }

  /**
   * The operation of a lower-case name.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Operation of(String key) {
    for (Operation operation : values()) {
      if (operation.key().equals(key)) {
        return operation;
      }
    }
    throw new IllegalArgumentException(
        "no operation %s; known: %s"
            .formatted(
                key,
                Arrays.stream(values()).map(Operation::key).collect(Collectors.joining(", "))));
  }
}
