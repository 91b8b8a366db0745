package dev.sluice.calls;

import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.FactKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The line that a person watches. Pure. */
final class ProgressLine {
  private ProgressLine() {}

  /**
   * How far spending is.
   *
   * @param operation what is being done
   * @param asked works in all
   * @param finished works that were finished before
   * @param pending works with the provider
   * @param tally what happened since
   * @param elapsed for how long
   * @param limits what the account allows
   * @param currency of the money
   */
  record State(
      String operation,
      long asked,
      long finished,
      long pending,
      Tally tally,
      Duration elapsed,
      List<RateLimit> limits,
      String currency) {}

  /** For example {@code embed: 120 of 1,000 done, 40 with the provider; 58/min of 60/min; …}. */
  static String of(State state) {
    Tally tally = state.tally();
    long done = state.finished() + tally.of(FactKind.DONE);
    List<String> parts = new ArrayList<>();
    parts.add(
        "%s: %,d of %,d done, %,d with the provider"
            .formatted(state.operation(), done, state.asked(), Math.max(0, state.pending())));
    long refused = tally.of(FactKind.REFUSED) + tally.of(FactKind.FAILED);
    if (refused > 0) {
      parts.add("%,d refused or failed".formatted(refused));
    }
    double minutes = state.elapsed().toMillis() / 60_000.0;
    double rate = minutes > 0 ? tally.creates() / minutes : 0;
    OptionalDouble limit =
        state.limits().stream()
            .filter(l -> l.dimension() == Dimension.REQUESTS)
            .filter(l -> l.window().compareTo(Duration.ofMinutes(1)) <= 0)
            .mapToDouble(l -> l.amount() * 60_000 / l.window().toMillis())
            .min();
    parts.add(
        limit.isPresent()
            ? "%.0f/min of %.0f/min".formatted(rate, limit.getAsDouble())
            : "%.0f/min".formatted(rate));
    if (tally.slowDowns() > 0) {
      parts.add("slowed down %,d times".formatted(tally.slowDowns()));
    }
    if (tally.money() > 0) {
      parts.add(String.format(Locale.ROOT, "%.2f %s", tally.money(), state.currency()));
    }
    long left = state.asked() - done - refused;
    double doneRate = minutes > 0 ? tally.of(FactKind.DONE) / minutes : 0;
    if (doneRate > 0 && minutes >= 0.5 && left > 0) {
      parts.add("about %.0f min left".formatted(Math.ceil(left / doneRate)));
    }
    return String.join("; ", parts);
  }
}
