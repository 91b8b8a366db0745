package dev.sluice.trends;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time zone of a place and its shifts. Clocks on the wall decide: on the day when they are set
 * back, the hour that comes twice is in the same shift both times.
 *
 * <p>Example: with {@code night: 22:00-06:00}, 23:00 on Friday and 05:00 on Saturday are both in
 * Friday's night shift; the calendar day of the second is Saturday all the same.
 *
 * @param zone whose days and hours count
 * @param shifts shifts that do not overlap; gaps between them are allowed
 */
public record Shifts(ZoneId zone, List<Shift> shifts) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** UTC and no shifts. */
  public static final Shifts NONE = new Shifts(ZoneOffset.UTC, List.of());

  /**
   * Copies the shifts and checks them.
   *
   * @throws IllegalArgumentException naming every two shifts that overlap or have one name
   */
  public Shifts {
    shifts = List.copyOf(shifts);
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < shifts.size(); i++) {
      for (int j = 0; j < i; j++) {
        Shift a = shifts.get(j);
        Shift b = shifts.get(i);
        if (a.name().equals(b.name())) {
          problems.add("two shifts are called " + a.name());
        } else if (a.has(b.from()) || b.has(a.from())) {
          problems.add("shifts %s and %s overlap".formatted(a.name(), b.name()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * A shift.
   *
   * @param name its name
   * @param from when it begins
   * @param until when it ends, not included; at or before {@code from} means on the next day
   */
  public record Shift(String name, LocalTime from, LocalTime until) implements Serializable {
    private static final long serialVersionUID = 1L;

    private boolean endsNextDay() {
      return !until.isAfter(from);
    }

    private boolean has(LocalTime time) {
      boolean begun = !time.isBefore(from);
      boolean open = time.isBefore(until);
      return endsNextDay() ? begun || open : begun && open;
    }
  }

  /**
   * Where a moment is.
   *
   * @param day the calendar day
   * @param shift the shift, and the day on which it began; empty between shifts
   */
  record Place(LocalDate day, Optional<Worked> shift) {}

  /** A shift on the day on which it began. */
  record Worked(String name, LocalDate day) {}

  /** The local day and shift of a moment. */
  Place at(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    LocalDate day = local.toLocalDate();
    LocalTime time = local.toLocalTime();
    return new Place(
        day,
        shifts.stream()
            .filter(shift -> shift.has(time))
            .findFirst()
            .map(
                shift ->
                    new Worked(
                        shift.name(), time.isBefore(shift.from()) ? day.minusDays(1) : day)));
  }
}
