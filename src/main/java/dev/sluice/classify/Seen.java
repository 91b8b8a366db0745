package dev.sluice.classify;

import java.util.Comparator;

/**
 * A clip as one class sees it: its nearest prompt in one option.
 *
 * @param startSec start, seconds
 * @param endSec end, seconds
 * @param option what was looked at
 * @param prompt index of the nearest prompt
 * @param cosine cosine of clip and prompt
 */
record Seen(double startSec, double endSec, String option, int prompt, double cosine) {
  /** By time; of one clip the highest cosine first. Total, so that results repeat. */
  static final Comparator<Seen> ORDER =
      Comparator.comparingDouble(Seen::startSec)
          .thenComparingDouble(Seen::endSec)
          .thenComparing(Comparator.comparingDouble(Seen::cosine).reversed())
          .thenComparing(Seen::option)
          .thenComparingInt(Seen::prompt);

  double length() {
    return Math.max(0, endSec - startSec);
  }

  boolean sameClip(Seen other) {
    return startSec == other.startSec && endSec == other.endSec;
  }
}
