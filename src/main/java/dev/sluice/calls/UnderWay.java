package dev.sluice.calls;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What was under way when the run began, of any job on this warehouse: creates without an answer
 * and tasks that nobody has fetched. Bounded by what is in flight, not by what was done.
 */
final class UnderWay {
  private final Map<String, Started> started = new ConcurrentHashMap<>();

  /**
   * One create that has not ended.
   *
   * @param state pending, or an orphan
   * @param ref the provider's id when pending
   * @param at when its last fact was stored
   * @param runId the run that asked; empty when its fact is torn
   * @param operation what it does; empty when its fact is torn
   * @param mediaMinutes billed at most
   * @param outputTokens billed at most
   */
  record Started(
      WorkState state,
      String ref,
      Instant at,
      String runId,
      String operation,
      double mediaMinutes,
      long outputTokens) {}

  /** Reads the facts of what has not ended. */
  static UnderWay read(Journal journal, Collection<FactName> facts, Clock clock) {
    UnderWay underWay = new UnderWay();
    facts.parallelStream()
        .forEach(
            name -> {
              try {
                Optional<Fact> fact = journal.get(name).flatMap(FactJson::read);
                underWay.started.put(name.workKey().value(), started(name, fact, clock));
              } catch (IOException e) {
                throw JournalUnreachable.at(name.file(), e);
              }
            });
    return underWay;
  }

  Optional<Started> of(String workKey) {
    return Optional.ofNullable(started.get(workKey));
  }

  /** Somebody has it in hand. */
  void take(String workKey) {
    started.remove(workKey);
  }

  /** Nobody has it in hand any more. */
  void put(String workKey, Started one) {
    started.put(workKey, one);
  }

  /** The provider's ids that the journal knows of works that have not ended. */
  Set<String> refs() {
    Set<String> refs = new HashSet<>();
    started.values().forEach(one -> refs.add(one.ref()));
    refs.remove("");
    return refs;
  }

  /** Intents of embeds without an answer; those of which the operation is not known too. */
  List<FactName> lostEmbeds() {
    List<FactName> lost = new ArrayList<>();
    started.forEach(
        (key, one) -> {
          if (one.state() instanceof WorkState.Orphan orphan
              && (one.operation().equals(Works.EMBED) || one.operation().isEmpty())) {
            lost.add(new FactName(new WorkKey(key), orphan.generation(), FactKind.INTENT));
          }
        });
    return lost;
  }

  /** Keys of works that have not ended. */
  Set<String> keys() {
    return Set.copyOf(started.keySet());
  }

  /** What these may come to at most, by the price list. */
  double price(PriceList prices, Predicate<Started> which) {
    return started.values().stream()
        .filter(which)
        .mapToDouble(one -> prices.price(one.operation(), one.mediaMinutes(), one.outputTokens()))
        .sum();
  }

  /** Creates that were sent and not counted in the ledger yet. */
  Collection<Started> all() {
    return started.values();
  }

  private static Started started(FactName name, Optional<Fact> fact, Clock clock) {
    String ref = fact.map(Fact::ref).orElse("");
    // A created fact without an id is torn: whether it was accepted must be looked into.
    WorkState state =
        name.kind() == FactKind.CREATED && !ref.isEmpty()
            ? new WorkState.Pending(name.generation())
            : new WorkState.Orphan(name.generation());
    return new Started(
        state,
        ref,
        fact.map(Fact::at).orElse(clock.instant()),
        fact.map(f -> f.header().runId()).orElse(""),
        fact.map(f -> f.header().operation()).orElse(""),
        fact.map(f -> f.answer().mediaMinutes()).orElse(0.0),
        fact.map(f -> f.answer().outputTokens()).orElse(0L));
  }
}
