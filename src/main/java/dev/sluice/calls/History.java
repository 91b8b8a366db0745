package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Row;

/** What earlier runs have used of the limits, so that a restart refills no window. Free. */
final class History {
  private final Warehouse warehouse;
  private final Clock clock;

  History(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /**
   * Counts earlier calls against a pace.
   *
   * @param tokensPerCall tokens that one call is counted for: the ledger does not keep them
   */
  void seed(
      Pace pace, String operation, List<RateLimit> limits, UnderWay underWay, long tokensPerCall) {
    Instant now = clock.instant();
    Duration longest =
        limits.stream().map(RateLimit::window).max(Duration::compareTo).orElse(Duration.ZERO);
    Instant since = now.minus(longest);
    // By the minute: a day is at most 1,440 rows, and each counts until its newest call is out.
    for (Row row :
        warehouse
            .read(CallRow.TABLE)
            .where(
                col("operation")
                    .equalTo(operation)
                    .and(col("requested_at").geq(lit(Timestamp.from(since)))))
            .groupBy(date_trunc("minute", col("requested_at")))
            .agg(count(lit(1)), sum("units"), unix_micros(max("requested_at")))
            .collectAsList()) {
      long calls = row.getLong(1);
      Instant newest = Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS);
      boolean media = Works.EMBED.equals(operation) || Works.ANALYZE.equals(operation);
      pace.seed(
          new Cost(calls, media ? row.getDouble(2) : 0, calls * tokensPerCall),
          Duration.between(newest, now));
    }
    for (UnderWay.Started started : underWay.all()) {
      if (started.operation().equals(operation) && started.at().isAfter(since)) {
        pace.seed(
            new Cost(1, started.mediaMinutes(), tokensPerCall),
            Duration.between(started.at(), now));
      }
    }
  }
}
