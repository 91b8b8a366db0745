package dev.sluice.evaluate;

import dev.sluice.measures.Partitions;
import dev.sluice.tables.EvaluationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the measures of one clustering. Not thread-safe. */
final class Sheet {
  private final String clusteringId;
  private final List<EvaluationRow> rows = new ArrayList<>();

  Sheet(String clusteringId) {
    this.clusteringId = clusteringId;
  }

  /** What is measured, and what it is held against. */
  record Of(String labelling, String against) {}

  /** Answers against truths, by class. */
  void classes(Of of, Confusion confusion) {
    if (confusion.items() == 0) {
      return;
    }
    long items = confusion.items();
    overall(of, "accuracy", confusion.accuracy(), items);
    overall(of, "coverage", confusion.coverage(), items);
    overall(of, "macro_f1", confusion.macroF1(), items);
    overall(of, "kappa", confusion.kappa(), confusion.answered());
    scores(of, "class", confusion);
    pairs(of, "pair", confusion);
  }

  /** The same by group. */
  void groups(Of of, Confusion groups) {
    if (groups.items() > 0) {
      scores(of, "group", groups);
      pairs(of, "group_pair", groups);
    }
  }

  /** Clusters against truths. */
  void partition(Of of, Partitions partitions) {
    if (partitions.items() > 0) {
      overall(of, "purity", Optional.of(partitions.purity()), partitions.items());
      overall(of, "nmi", Optional.of(partitions.nmi()), partitions.items());
      overall(of, "ari", Optional.of(partitions.ari()), partitions.items());
    }
  }

  /** What contradicts itself; the likeness of near items is their measure. */
  void contradictions(List<Contradiction> found) {
    for (Contradiction c : found) {
      boolean near = c.cosine() != null;
      rows.add(
          new EvaluationRow(
              clusteringId,
              c.labelling(),
              c.acrossGroups() ? EvaluationRow.ANOTHER_GROUP : EvaluationRow.ITSELF,
              EvaluationRow.CONTRADICTION,
              c.name(),
              near ? "cosine" : "items",
              near ? c.cosine() : c.items(),
              c.items(),
              String.join(" | ", c.names())));
    }
  }

  List<EvaluationRow> rows() {
    return rows;
  }

  private void scores(Of of, String scope, Confusion confusion) {
    for (String name : confusion.classes()) {
      long support = confusion.support(name);
      row(of, scope, name, "precision", confusion.precision(name), support);
      row(of, scope, name, "recall", confusion.recall(name), support);
      row(of, scope, name, "f1", Optional.of(confusion.f1(name)), support);
    }
  }

  private void pairs(Of of, String scope, Confusion confusion) {
    confusion
        .counts()
        .forEach(
            (pair, count) ->
                row(
                    of,
                    scope,
                    pair.truth() + " -> " + pair.answer(),
                    "items",
                    Optional.of((double) count),
                    count));
  }

  private void overall(Of of, String measure, Optional<Double> value, long items) {
    row(of, "overall", "", measure, value, items);
  }

  private void row(
      Of of, String scope, String name, String measure, Optional<Double> value, long items) {
    value.ifPresent(
        v ->
            rows.add(
                new EvaluationRow(
                    clusteringId,
                    of.labelling(),
                    of.against(),
                    scope,
                    name,
                    measure,
                    v,
                    items,
                    null)));
  }
}
