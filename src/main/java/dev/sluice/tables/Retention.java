package dev.sluice.tables;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;

/** How long old versions of a table stay readable. */
public final class Retention {
  private static final String LOG = "delta.logRetentionDuration";
  private static final String FILES = "delta.deletedFileRetentionDuration";
  // What Delta does when a table says nothing.
  private static final Map<String, Duration> DEFAULTS =
      Map.of(LOG, Duration.ofDays(30), FILES, Duration.ofDays(7));
  private static final Pattern PART =
      Pattern.compile("(\\d+)\\s+(hour|day|week|month|year)s?\\b", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7),
          "month", Duration.ofDays(30),
          "year", Duration.ofDays(365));

  private Retention() {}

  /**
   * How long a version can be read after another one replaced it: the shorter of the table's two
   * retention properties. Empty when the table was never written.
   */
  public static Optional<Duration> of(Warehouse warehouse, Table<?> table) {
    if (!warehouse.exists(table)) {
      return Optional.empty();
    }
    Map<String, String> properties = new HashMap<>();
    for (Row row :
        warehouse
            .spark()
            .sql("SHOW TBLPROPERTIES " + warehouse.identifier(table))
            .select("key", "value")
            .collectAsList()) {
      properties.put(row.getString(0), row.getString(1));
    }
    Duration log = length(properties.get(LOG)).orElse(DEFAULTS.get(LOG));
    Duration files = length(properties.get(FILES)).orElse(DEFAULTS.get(FILES));
    return Optional.of(log.compareTo(files) < 0 ? log : files);
  }

  /** {@code interval 365 days} as a length of time; empty when it is not written like that. */
  static Optional<Duration> length(String interval) {
    if (interval == null) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(interval);
    while (part.find()) {
      Duration unit = UNITS.get(part.group(2).toLowerCase(Locale.ROOT));
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }
}
