package dev.sluice.curate;

import java.math.BigDecimal;

/** How items are named in datasets. */
final class ItemId {
  private ItemId() {}

  /**
   * A clip's name: {@code video_id@start-end}, seconds without trailing zeros. A whole video is
   * named by its video_id alone.
   */
  static String ofClip(String videoId, double startSec, double endSec) {
    return videoId + "@" + plain(startSec) + "-" + plain(endSec);
  }

  private static String plain(double seconds) {
    return seconds == 0 ? "0" : BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
  }
}
