package dev.sluice.spend;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * How much may be spent in which time. Times are UTC.
 *
 * @param amount the most that may be spent, 0 or more
 * @param currency ISO code; must be that of the price list
 * @param per {@code run}, {@code day}, {@code month} or {@code total}
 */
public record Budget(double amount, String currency, String per) {

  /** Rejects unknown periods; the default is a day. */
  public Budget {
    per = per == null ? "day" : per.toLowerCase(Locale.ROOT);
    if (!(amount >= 0) || currency == null) {
      throw new IllegalArgumentException("a budget needs an amount of 0 or more and a currency");
    }
    if (!java.util.Set.of("run", "day", "month", "total").contains(per)) {
      throw new IllegalArgumentException(
          "budget per " + per + " is unknown; use run, day, month or total");
    }
  }

  /**
   * When the running period began.
   *
   * @param now the present
   * @param runStart when this run began
   */
  public Instant since(Instant now, Instant runStart) {
    ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
    return switch (per) {
      case "run" -> runStart;
      case "month" -> utc.toLocalDate().withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      case "total" -> Instant.EPOCH;
      default -> utc.toLocalDate().atStartOfDay(ZoneOffset.UTC).toInstant();
    };
  }
}
