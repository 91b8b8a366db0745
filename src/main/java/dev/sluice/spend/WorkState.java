package dev.sluice.spend;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where a work stands, worked out from the names of its facts alone. */
public sealed interface WorkState {
  /** After the provider gave it up this often, the work is given up. */
  int MOST_FAILURES = 3;

  /**
   * Nothing is under way: a create may be sent.
   *
   * @param generation the generation to create
   */
  record Open(int generation) implements WorkState {}

  /**
   * Accepted by the provider: poll, never create.
   *
   * @param generation the generation under way
   */
  record Pending(int generation) implements WorkState {}

  /**
   * An intent without an answer: the create may have been accepted. Reconcile first.
   *
   * @param generation the generation in doubt
   */
  record Orphan(int generation) implements WorkState {}

  /**
   * Finished for good.
   *
   * @param generation the last generation
   * @param kind {@code DONE}, {@code REFUSED}, or {@code FAILED} when it was given up
   */
  record Finished(int generation, FactKind kind) implements WorkState {}

  /**
   * The state that a work's facts add up to. A failed generation opens the next; whether there were
   * too many failures is in what the facts say, not in their names.
   *
   * @param facts names of facts of one work, in any order; empty for a work nobody started
   */
  static WorkState of(Collection<FactName> facts) {
    Map<Integer, Set<FactKind>> byGeneration = new TreeMap<>();
    for (FactName fact : facts) {
      byGeneration.computeIfAbsent(fact.generation(), g -> new TreeSet<>()).add(fact.kind());
    }
    int next = 1;
    for (Map.Entry<Integer, Set<FactKind>> entry : byGeneration.entrySet()) {
      int generation = entry.getKey();
      Set<FactKind> kinds = entry.getValue();
      if (kinds.contains(FactKind.DONE)) {
        return new Finished(generation, FactKind.DONE);
      }
      if (kinds.contains(FactKind.REFUSED)) {
        return new Finished(generation, FactKind.REFUSED);
      }
      if (kinds.contains(FactKind.FAILED)) {
        next = generation + 1;
      } else if (kinds.contains(FactKind.CREATED)) {
        return new Pending(generation);
      } else {
        return new Orphan(generation);
      }
    }
    return new Open(next);
  }
}
