package dev.sluice.emulator;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long after its create a task is ready: always the same time, or log-normal. A task's time
 * depends on its id and the seed alone.
 *
 * @param median half of the tasks take longer; 0 or more
 * @param p99 one task in a hundred takes longer; not below the median, and equal to it when every
 *     task takes the same time
 * @param seed of the draws
 */
public record Latency(Duration median, Duration p99, long seed) {
  /** The 99th percentile of the standard normal distribution. */
  private static final double Z99 = 2.3263478740408408;

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

  /** Rejects times that make no sense. */
  public Latency {
    if (median.isNegative() || p99.compareTo(median) < 0 || (median.isZero() && !p99.isZero())) {
      throw new IllegalArgumentException(
          "not a latency: median %s, 99th percentile %s".formatted(median, p99));
    }
  }

  /** The same time for every task. */
  public static Latency constant(Duration time) {
    return new Latency(time, time, 0);
  }

  /**
   * Reads {@code MEDIAN} or {@code MEDIAN:P99}, each a number with {@code ms}, {@code s}, {@code m}
   * or {@code h}, for example {@code 5ms} or {@code 40s:300s}.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static Latency parse(String text, long seed) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2) {
      throw unreadable(text);
    }
    Duration median = duration(parts[0], text);
    return new Latency(median, parts.length == 2 ? duration(parts[1], text) : median, seed);
  }

  /** The time of one task. */
  Duration of(String id) {
    if (p99.equals(median)) {
      return median;
    }
    double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / Z99;
    double z = new Random(seed ^ Long.parseUnsignedLong(id.substring(0, 16), 16)).nextGaussian();
    return Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * z)));
  }

  private static Duration duration(String part, String text) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      throw unreadable(text);
    }
    double nanos =
        switch (matcher.group(2)) {
          case "ms" -> 1e6;
          case "s" -> 1e9;
          case "m" -> 60e9;
          default -> 3600e9;
        };
    return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * nanos));
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "not a latency: %s; write MEDIAN or MEDIAN:P99, for example 5ms or 40s:300s"
            .formatted(text));
  }
}
