package dev.sluice.twelvelabs;

import dev.sluice.provider.Listed;
import java.util.Locale;

/** What TwelveLabs' words for the state of a task or an asset mean, in lists and details. Pure. */
final class StatusWords {
  private StatusWords() {}

  /** The state; a word that nobody knows says that it may still end well. */
  static Listed.State state(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "ready" -> Listed.State.READY;
      case "failed", "error", "canceled", "cancelled", "expired" -> Listed.State.GAVE_UP;
      default -> Listed.State.RUNNING;
    };
  }
}
