package dev.sluice.emulator;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of an operation passes in a sliding window.
 *
 * @param measure what is counted
 * @param amount how much passes, above 0
 * @param window length of the window
 */
public record Limit(Measure measure, double amount, Duration window) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(min)?/(minute|min|hour|day)");

  /** What a limit counts. */
  public enum Measure {
    /** Requests, refused ones included. */
    REQUESTS,
    /**
     * Minutes of media in accepted creates, as far as their length is known then: that of an upload
     * is, that of a link only where answers are made up.
     */
    MEDIA_MINUTES
  }

  /** Rejects limits that nothing passes. */
  public Limit {
    boolean below = measure == Measure.REQUESTS ? amount < 1 : !(amount > 0);
    if (below || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "not a limit: %s %s in %s"
              .formatted(amount, measure.name().toLowerCase(Locale.ROOT), window));
    }
  }

  /** A number of requests per minute, 1 or more. */
  public static Limit requestsPerMinute(int requests) {
    return new Limit(Measure.REQUESTS, requests, Duration.ofMinutes(1));
  }

  /**
   * Reads requests, {@code 60/min}, {@code 600/hour}, {@code 3000/day}, or minutes of media, {@code
   * 600min/hour}.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static Limit parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a limit: %s; write for example 60/min or 600min/hour (min, hour or day)"
              .formatted(text));
    }
    Duration window =
        switch (matcher.group(3)) {
          case "hour" -> Duration.ofHours(1);
          case "day" -> Duration.ofDays(1);
          default -> Duration.ofMinutes(1);
        };
    return new Limit(
        matcher.group(2) == null ? Measure.REQUESTS : Measure.MEDIA_MINUTES,
        Double.parseDouble(matcher.group(1)),
        window);
  }
}
