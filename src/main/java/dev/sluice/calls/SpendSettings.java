package dev.sluice.calls;

import dev.sluice.provider.ProviderConf;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.Budget;
import dev.sluice.spend.PriceList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run spends.
 *
 * @param provider who is paid
 * @param journal folder of the journal
 * @param prices the price list in force
 * @param budget the most that may be spent, if any
 * @param limits rate limits by operation
 * @param roundLength how long one Spark action asks for permits
 * @param inFlight requests that one task has under way at a time
 * @param partitions tasks per round
 * @param pollEvery pause between two looks at one work
 * @param patience how long to wait without any progress before leaving the rest to the next run; at
 *     least one and a half times {@code settle}
 * @param settle how old an intent without an answer must be before it is looked into
 * @param maxIdle how long to wait for the limits before leaving the rest to a later run
 * @param onUnsure what to do about a create of which nobody can say whether it was accepted
 * @param runOn where calls are made
 * @param tellEvery pause between two lines of progress
 * @param runId the run
 * @param startedAt when the run began
 */
public record SpendSettings(
    ProviderConf provider,
    String journal,
    PriceList prices,
    Optional<Budget> budget,
    Map<String, List<RateLimit>> limits,
    Duration roundLength,
    int inFlight,
    int partitions,
    Duration pollEvery,
    Duration patience,
    Duration settle,
    Duration maxIdle,
    OnUnsure onUnsure,
    RunOn runOn,
    Duration tellEvery,
    String runId,
    Instant startedAt) {
  /** How long a permit may wait on its holder before the request begins. */
  public static final Duration PERMIT = Duration.ofSeconds(10);

  /** Rejects a budget in another currency than the prices. */
  public SpendSettings {
    if (budget.isPresent() && !budget.get().currency().equals(prices.currency())) {
      throw new IllegalArgumentException(
          "the budget is in %s and the price list %s in %s"
              .formatted(budget.get().currency(), prices.name(), prices.currency()));
    }
  }
}
