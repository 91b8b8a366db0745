package dev.sluice.calls;

import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which facts of a journal the ledger has made superfluous. Pure.
 *
 * <p>A generation goes as a whole or stays as a whole: it goes when each of its terminal facts has
 * a row of its own. One that has a second, different terminal fact stays, because the ledger holds
 * one row per generation and the fact that it lacks may be the answer that was paid for.
 *
 * @param first intents and created facts: without them a work that has a terminal fact is finished
 *     all the same
 * @param last terminal facts: deleted after the others, so that a sweep that dies in the middle
 *     leaves no work that looks open or under way
 */
record Sweep(List<FactName> first, List<FactName> last) {

  private record Generation(WorkKey work, int number) {}

  /**
   * What may go of one shard.
   *
   * @param facts all facts of the shard
   * @param settled the terminal facts whose rows are in the ledger for good, and old enough
   */
  static Sweep of(Collection<FactName> facts, Set<FactName> settled) {
    Map<Generation, Boolean> may = new HashMap<>();
    settled.forEach(fact -> may.put(generation(fact), true));
    for (FactName fact : facts) {
      if (fact.kind().terminal() && !settled.contains(fact)) {
        may.put(generation(fact), false);
      }
    }
    Sweep sweep = new Sweep(new ArrayList<>(), new ArrayList<>());
    for (FactName fact : facts) {
      if (may.getOrDefault(generation(fact), false)) {
        (fact.kind().terminal() ? sweep.last : sweep.first).add(fact);
      }
    }
    return sweep;
  }

  /** How many facts go. */
  int size() {
    return first.size() + last.size();
  }

  private static Generation generation(FactName fact) {
    return new Generation(fact.workKey(), fact.generation());
  }
}
