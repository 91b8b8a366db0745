package dev.sluice.calls;

import dev.sluice.calls.Takedown.Still;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Analyses whose answer was lost, as the provider's list shows them by the tag that they were sent
 * with. Pays nothing. Immutable.
 *
 * @param refs the provider's ids by tag
 * @param namespace whose list it is
 * @param unread why there is no list
 */
record LostAnalyses(Map<String, String> refs, String namespace, Optional<Still> unread) {
  /** A create this young may come to the list later, clocks apart included. */
  private static final Duration YOUNG = Duration.ofHours(1);

  /** Whether it is an analysis of which only the intent is known. */
  static boolean is(Fact fact) {
    return fact.header().operation().equals(Works.ANALYZE) && fact.ref().isEmpty();
  }

  /**
   * Reads the list once, as far back as the lost analyses among these were sent.
   *
   * @param provider asked for only when there are some
   */
  static LostAnalyses among(List<Fact> facts, Supplier<ProviderConf> provider) {
    Optional<Instant> first =
        facts.stream().filter(LostAnalyses::is).map(Fact::at).min(Instant::compareTo);
    if (first.isEmpty()) {
      return new LostAnalyses(Map.of(), "", Optional.empty());
    }
    VideoProvider theirs = Providers.of(provider.get());
    try {
      Map<String, String> refs =
          theirs.analyst().createdSince(first.get().minus(YOUNG)).stream()
              .collect(Collectors.toMap(Listed::customId, task -> task.ref().id(), (a, b) -> a));
      return new LostAnalyses(refs, theirs.namespace(), Optional.empty());
    } catch (ListingFailed e) {
      boolean again = !(e.outcome() instanceof CallOutcome.Fatal);
      return new LostAnalyses(
          Map.of(), theirs.namespace(), Optional.of(new Still(e.getMessage(), again)));
    }
  }

  /** Why nobody knows what became of one, if so. */
  Optional<Still> unknown(Fact fact) {
    if (!is(fact)) {
      return Optional.empty();
    }
    return fact.header().provider().equals(namespace)
        ? unread
        : Optional.of(Still.elsewhere(fact.header().provider(), namespace));
  }

  /** A fact with the provider's id, where the list shows it. */
  Fact found(Fact fact) {
    String ref = is(fact) ? refs.get(tag(fact)) : null;
    return ref == null ? fact : new Fact(fact.name(), fact.header(), fact.at(), ref, fact.answer());
  }

  /** Whether one that is not in the list may be there all the same. */
  static boolean mayBeThere(Fact fact, Instant now) {
    Duration age = Duration.between(fact.at(), now);
    return is(fact) && (age.compareTo(YOUNG) < 0 || age.compareTo(Reconciler.SURELY_LISTED) > 0);
  }

  /** What the provider knows it by. */
  static String tag(Fact fact) {
    return Works.tag(fact.name().workKey().value(), fact.name().generation());
  }
}
