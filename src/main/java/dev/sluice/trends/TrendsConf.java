package dev.sluice.trends;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the trends step. Every field may be left out.
 *
 * @param shifts path of the file with time zone and shifts; without one days are UTC and there are
 *     no shifts
 * @param windowDays length of the recent window and of the one before, days, 1 or more (default 7)
 * @param beforeAfter a day: everything from it on is held against everything before
 * @param minHours least footage on each side, hours, above 0 (default 1)
 * @param minItems least items with the label on both sides together, 1 or more (default 10)
 */
public record TrendsConf(
    String shifts, Integer windowDays, LocalDate beforeAfter, Double minHours, Integer minItems) {

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming every wrong setting at once
   */
  public TrendsConf {
    shifts = shifts == null ? "" : shifts.strip();
    windowDays = windowDays == null ? 7 : windowDays;
    minHours = minHours == null ? 1.0 : minHours;
    minItems = minItems == null ? 10 : minItems;
    List<String> problems = new ArrayList<>();
    if (windowDays < 1) {
      problems.add("trends: window-days is 1 or more, not " + windowDays);
    }
    if (!(minHours > 0) || minHours.isInfinite()) {
      problems.add("trends: min-hours is above 0, not " + minHours);
    }
    if (minItems < 1) {
      problems.add("trends: min-items is 1 or more, not " + minItems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }
}
