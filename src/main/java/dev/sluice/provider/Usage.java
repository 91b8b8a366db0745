package dev.sluice.provider;

/**
 * What a finished call used, in the units providers bill.
 *
 * @param mediaMinutes minutes of media processed, 0 or more
 * @param inputTokens text tokens sent, 0 or more
 * @param outputTokens text tokens answered, 0 or more
 */
public record Usage(double mediaMinutes, long inputTokens, long outputTokens) {
  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Rejects negative amounts. */
  public Usage {
    if (!(mediaMinutes >= 0) || inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "usage cannot be negative: %s min, %s in, %s out"
              .formatted(mediaMinutes, inputTokens, outputTokens));
    }
  }
}
