package dev.sluice.bench;

import dev.sluice.emulator.Limit;
import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One limit of an account, as the emulator enforces it and as we are told it.
 *
 * @param amount requests or minutes of media in a window
 * @param isMedia whether minutes of media are counted
 * @param window length of the window
 */
record Limits(double amount, boolean isMedia, Duration window) {
  /** Reads {@code 60/min} or {@code 600min/hour}. */
  static Limits of(String text) {
    Limit limit = Limit.parse(text);
    return new Limits(
        limit.amount(), limit.measure() == Limit.Measure.MEDIA_MINUTES, limit.window());
  }

  RateLimit rate() {
    return new RateLimit(isMedia ? Dimension.MEDIA_MINUTES : Dimension.REQUESTS, amount, window);
  }

  /** The pause between two requests that spreads them evenly. */
  Duration evenly() {
    return Duration.ofNanos((long) (window.toNanos() / amount));
  }

  /** A window longer than a minute is a quota: it may be used up early, then nothing passes. */
  boolean isQuota() {
    return window.compareTo(Duration.ofMinutes(1)) > 0;
  }

  /**
   * The most that can pass in a time: by its rate, or, of a quota, whole windows at their start.
   */
  double allowed(Duration time) {
    return isQuota()
        ? amount * (1 + time.dividedBy(window))
        : amount * time.toMillis() / window.toMillis();
  }

  double uses(Create create, List<Clip> clips) {
    return isMedia ? clips.get(Clip.idOf(create.source())).minutes() : 1;
  }

  String name() {
    return String.format(
        Locale.ROOT,
        "%s_%.0f_per_%ds",
        isMedia ? "media_minutes" : "creates",
        amount,
        window.toSeconds());
  }
}
