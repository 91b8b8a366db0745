package dev.sluice.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something that the real service may do, though its documentation does not say so today. The
 * emulator does it only where it is told to.
 */
public enum Assumption {
  /** A 429 carries {@code Retry-After}, seconds. */
  RETRY_AFTER("a 429 carries Retry-After, seconds"),
  /** Answers carry {@code X-Api-Version}. */
  API_VERSION("answers carry X-Api-Version"),
  /** The whole limits stand beside what is left of them. */
  LIMIT_TOTALS("X-RateLimit-Request-Limit and X-RateLimit-Duration-Limit beside what is left"),
  /** The headers of the older documentation on answers of {@code /search} and {@code /analyze}. */
  OLDER_LIMIT_HEADERS(
      "X-Ratelimit-Limit, -Remaining, -Used and -Reset on answers of /search and /analyze"),
  /** Embed and analyze tasks refuse a request in the wrapped shape of their documentation. */
  WRAPPED_VALIDATION("/embed-v2 and /analyze/tasks wrap a 400 as {\"error\":{...}}"),
  /** Updates and deletes answer 204, as the older documentation has it. */
  NO_CONTENT("updates and deletes answer 204 instead of 200");

  private final String words;

  Assumption(String words) {
    this.words = words;
  }

  /** Its name on a command line, for example {@code retry-after}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it does, in a few words. */
  public String words() {
    return words;
  }

  /**
   * The assumption of a name.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Assumption of(String key) {
    return Arrays.stream(values())
        .filter(assumption -> assumption.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no assumption %s; known: %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Assumption::key)
                                .collect(Collectors.joining(", ")))));
  }
}
