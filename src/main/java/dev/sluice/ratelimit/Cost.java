package dev.sluice.ratelimit;

/**
 * What one call counts for, at most.
 *
 * @param requests requests, 0 or more
 * @param mediaMinutes minutes of media, 0 or more
 * @param tokens text tokens, 0 or more
 */
public record Cost(long requests, double mediaMinutes, long tokens) {

  /** Rejects negative and infinite amounts. */
  public Cost {
    if (requests < 0 || tokens < 0 || !(mediaMinutes >= 0) || Double.isInfinite(mediaMinutes)) {
      throw new IllegalArgumentException(
          "not a cost: %d requests, %s minutes, %d tokens"
              .formatted(requests, mediaMinutes, tokens));
    }
  }

  /** One request without media or tokens. */
  public static Cost oneRequest() {
    return new Cost(1, 0, 0);
  }

  /** How much it counts for in a dimension. */
  public double in(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> requests;
      case MEDIA_MINUTES -> mediaMinutes;
      case TOKENS -> tokens;
    };
  }
}
