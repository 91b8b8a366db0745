package dev.sluice.provider;

import dev.sluice.media.MediaFacts;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model accepts. Checked before anything is paid.
 *
 * @param minSec shortest video, seconds
 * @param maxSec longest video, seconds; a longer one is cut into spans, not refused
 * @param minWidth smallest width, pixels
 * @param minHeight smallest height, pixels
 * @param maxWidth largest width, pixels
 * @param maxHeight largest height, pixels
 * @param maxAspect largest ratio of the long side to the short side
 * @param maxBytes largest file, bytes
 */
public record MediaRules(
    double minSec,
    double maxSec,
    int minWidth,
    int minHeight,
    int maxWidth,
    int maxHeight,
    double maxAspect,
    long maxBytes) {

  /** The first rule that the video breaks, as a reason code and a sentence, or empty. */
  public Optional<Violation> violation(MediaFacts facts) {
    // Half a frame of tolerance: containers round durations.
    if (facts.durationSec() < minSec - 0.5 / facts.fps()) {
      return broken(
          "too_short", "%.1f s; the model needs at least %.0f s", facts.durationSec(), minSec);
    }
    if (facts.width() < minWidth || facts.height() < minHeight) {
      return broken(
          "resolution_too_low",
          "%dx%d; the model needs at least %dx%d",
          facts.width(),
          facts.height(),
          minWidth,
          minHeight);
    }
    if (facts.width() > maxWidth || facts.height() > maxHeight) {
      return broken(
          "resolution_too_high",
          "%dx%d; the model takes at most %dx%d",
          facts.width(),
          facts.height(),
          maxWidth,
          maxHeight);
    }
    double aspect = Math.max(facts.aspectRatio(), 1 / facts.aspectRatio());
    if (aspect > maxAspect) {
      return broken("aspect_ratio", "%.2f:1; the model takes at most %.1f:1", aspect, maxAspect);
    }
    if (facts.sizeBytes() > maxBytes) {
      return broken(
          "too_large", "%d bytes; the model takes at most %d", facts.sizeBytes(), maxBytes);
    }
    return Optional.empty();
  }

  private static Optional<Violation> broken(String reason, String detail, Object... args) {
    return Optional.of(new Violation(reason, String.format(Locale.ROOT, detail, args)));
  }

  /**
   * A broken rule.
   *
   * @param reason code in lower snake case
   * @param detail the sentence for a person
   */
  public record Violation(String reason, String detail) {}
}
