package dev.sluice.calls;

import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.RateLimit;
import java.time.Duration;
import java.util.List;

/** How many works a round is handed. Pure. */
final class RoundSize {
  private static final double MORE = 1.25;
  private static final int FEW = 32;

  private RoundSize() {}

  /**
   * Somewhat more than the limits can grant in a round, so that no task runs dry.
   *
   * <p>Example: 60 requests a minute and rounds of 2 minutes: 60 × 2 × 1.25 + 32 = 182.
   *
   * @param each what one work counts for
   * @param most never more than this
   */
  static int of(List<RateLimit> limits, Duration round, Cost each, int most) {
    double size = most;
    for (RateLimit limit : limits) {
      double one = each.in(limit.dimension());
      if (one > 0) {
        double windows = Math.max(1, (double) round.toMillis() / limit.window().toMillis());
        size = Math.min(size, limit.amount() * windows / one * MORE + FEW);
      }
    }
    return (int) Math.min(most, Math.ceil(size));
  }
}
