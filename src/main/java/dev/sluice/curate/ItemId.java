package dev.sluice.curate;

import java.math.BigDecimal;

/** How items are named in datasets. */
final class ItemId {
  private ItemId() {}

  /**
   * {@code video_id} for whole videos, {@code video_id@start-end} for clips, seconds without
   * trailing zeros.
   *
   * @param unit {@code video} or {@code clip}
   */
  static String of(String videoId, String unit, double startSec, double endSec) {
    return unit.equals("video") ? videoId : videoId + "@" + plain(startSec) + "-" + plain(endSec);
  }

  private static String plain(double seconds) {
    return seconds == 0 ? "0" : BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
  }
}
