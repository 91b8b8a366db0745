package dev.sluice.calls;

import dev.sluice.provider.Listed;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what became of creates whose answer was lost, by difference: the provider's tasks since
 * the intent, without those that the journal knows. Runs on the driver alone; pays nothing.
 *
 * <p>None left: the create was never accepted, and the next generation may be created. Exactly one
 * left for exactly one orphan: it is ours. Anything else: held for a person. Analyses need none of
 * this: their create is repeated with the same idempotency key.
 */
final class Reconciler {
  private final Journal journal;
  private final VideoProvider provider;
  private final Clock clock;
  private final Duration settle;

  Reconciler(Journal journal, VideoProvider provider, Clock clock, Duration settle) {
    this.journal = journal;
    this.provider = provider;
    this.clock = clock;
    this.settle = settle;
  }

  /**
   * Looks into orphans that are old enough.
   *
   * @param orphans works in doubt, with the generation in doubt
   * @param facts all facts of the journal
   * @return how many were resolved
   */
  int resolve(Map<Work, Integer> orphans, List<FactName> facts) throws IOException {
    int resolved = 0;
    List<Fact> embeds = new ArrayList<>();
    for (Map.Entry<Work, Integer> orphan : orphans.entrySet()) {
      FactName name =
          new FactName(new WorkKey(orphan.getKey().workKey()), orphan.getValue(), FactKind.INTENT);
      Optional<Fact> intent = journal.get(name).flatMap(FactJson::read);
      if (intent.isPresent()
          && Duration.between(intent.get().at(), clock.instant()).compareTo(settle) < 0) {
        continue;
      }
      if (Works.ANALYZE.equals(orphan.getKey().operation())) {
        // Repeating it under the same generation is safe: the provider knows the key.
        journal.withdrawIntent(name);
        resolved++;
      } else if (intent.isPresent()) {
        embeds.add(intent.get());
      }
    }
    return resolved + resolveEmbeds(embeds, facts);
  }

  private int resolveEmbeds(List<Fact> orphans, List<FactName> facts) throws IOException {
    if (orphans.isEmpty()) {
      return 0;
    }
    Instant from =
        orphans.stream().map(Fact::at).min(Instant::compareTo).orElseThrow().minusSeconds(60);
    Set<String> known = new HashSet<>();
    for (FactName name : facts) {
      if (name.kind() == FactKind.CREATED) {
        journal.get(name).flatMap(FactJson::read).ifPresent(fact -> known.add(fact.ref()));
      }
    }
    List<Listed> strangers =
        provider.embedder().createdSince(from).stream()
            .filter(listed -> !known.contains(listed.ref().id()))
            .toList();
    if (strangers.isEmpty()) {
      for (Fact orphan : orphans) {
        writer(orphan)
            .failed("", "never_accepted", "the provider has no task that could be this one");
      }
      return orphans.size();
    }
    if (strangers.size() == 1 && orphans.size() == 1) {
      writer(orphans.get(0)).created(strangers.get(0).ref().id());
      return 1;
    }
    return 0;
  }

  private FactWriter writer(Fact orphan) {
    return new FactWriter(
        journal, clock, orphan.name().workKey(), orphan.name().generation(), orphan.header());
  }
}
