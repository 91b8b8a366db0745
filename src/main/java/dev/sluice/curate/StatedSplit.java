package dev.sluice.curate;

import java.util.List;
import java.util.Locale;

/** Splits that the manifest states. Pure. */
final class StatedSplit {
  /** Why an item waits whose recording is stated to be in several splits. */
  static final String CONTRADICTS = "split_contradicts";

  private StatedSplit() {}

  /** The split that a manifest's word means, in any case; null for none and for any other word. */
  static String named(String word) {
    return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
      case "train", "training" -> "train";
      case "val", "valid", "validation", "dev" -> "validation";
      case "test", "testing" -> "test";
      default -> null;
    };
  }

  /**
   * The split of a recording for which these are stated: of several the one that is furthest from
   * training, so that nothing is trained on that somebody measures by.
   *
   * @param stated one or more of train, validation and test
   */
  static String of(List<String> stated) {
    if (stated.contains("test")) {
      return "test";
    }
    return stated.contains("validation") ? "validation" : "train";
  }
}
