package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.VideoProvider;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The provider's clock, which facts and searches for lost creates go by: machines of a cluster may
 * be hours apart, and a create must not be overlooked for that. Before the provider has answered
 * anything it is this machine's clock.
 */
final class ProviderClock extends Clock {
  private final VideoProvider provider;
  private final Clock here;

  ProviderClock(VideoProvider provider, Clock here) {
    this.provider = provider;
    this.here = here;
  }

  /**
   * Has the provider say something, when it has not yet. Pays nothing.
   *
   * @return why nothing can be asked of it, for good ({@link CallOutcome.Fatal}) or now, or empty
   */
  static Optional<CallOutcome> learn(VideoProvider provider, String operation) {
    if (provider.time().isPresent()) {
      return Optional.empty();
    }
    try {
      // Nothing is that young: one page is read.
      if (Works.ANALYZE.equals(operation)) {
        provider.analyst().createdSince(Instant.MAX);
      } else {
        provider.embedder().createdSince(Instant.MAX);
      }
      return Optional.empty();
    } catch (ListingFailed e) {
      return e.outcome() instanceof CallOutcome.Fatal || provider.time().isEmpty()
          ? Optional.of(e.outcome())
          : Optional.empty();
    }
  }

  @Override
  public Instant instant() {
    return provider.time().orElseGet(here::instant);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("facts are in UTC");
  }
}
