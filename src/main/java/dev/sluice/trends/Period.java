package dev.sluice.trends;

import dev.sluice.tables.TrendChangeRow;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Two spans of days to hold against each other, end days included.
 *
 * @param kind {@code recent} or {@code before_after}
 * @param beforeFrom first day before
 * @param afterFrom first day after
 * @param until last day after
 */
record Period(String kind, LocalDate beforeFrom, LocalDate afterFrom, LocalDate until) {

  /** The days up to the newest one with footage against as many before them. */
  static Period recent(LocalDate newest, int days) {
    LocalDate afterFrom = newest.minusDays(days - 1L);
    return new Period(TrendChangeRow.RECENT, afterFrom.minusDays(days), afterFrom, newest);
  }

  /** Everything from a day on against everything before; empty where one side has no footage. */
  static Optional<Period> around(LocalDate day, LocalDate oldest, LocalDate newest) {
    return day.isAfter(oldest) && !day.isAfter(newest)
        ? Optional.of(new Period(TrendChangeRow.BEFORE_AFTER, oldest, day, newest))
        : Optional.empty();
  }
}
