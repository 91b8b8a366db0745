package dev.sluice.curate;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of an item.
 *
 * @param label its label, or null
 * @param source {@code review}, {@code model} or {@code none}
 * @param confidence 1 for a review, {@link Confidence} for a model, 0 for none
 * @param verdict {@code ready}, {@code review} or {@code excluded}
 * @param reasons why it is not ready
 */
record Verdict(
    String label, String source, double confidence, String verdict, List<String> reasons) {

  /**
   * Decides. A person's decision on the item counts before one on its cluster, and both before the
   * model. An item whose own answer is not the label of its cluster needs a look. An outlier of a
   * reviewed cluster still needs a look: the person saw the cluster.
   *
   * @param onItem a person's decision on the item or its video, or null
   * @param onCluster a person's decision on its cluster, or null
   * @param model what the model says about the item
   */
  static Verdict of(
      Ruling onItem, Ruling onCluster, Named.Said model, boolean outlier, double minConfidence) {
    Ruling ruling = onItem != null ? onItem : onCluster;
    boolean reviewed = ruling != null && ruling.label() != null;
    boolean named = !reviewed && model.label() != null;
    String label = reviewed ? ruling.label() : named ? model.label() : null;
    String source = reviewed ? "review" : named ? "model" : "none";
    double confidence = reviewed ? 1 : named ? model.confidence() : 0;
    if (ruling != null && ruling.exclude()) {
      return new Verdict(label, source, confidence, "excluded", List.of("excluded_by_review"));
    }
    List<String> reasons = new ArrayList<>();
    if (label == null) {
      reasons.add("unnamed");
    } else if (confidence < minConfidence) {
      reasons.add("low_confidence");
    }
    if (named && model.differs()) {
      reasons.add("differs_from_cluster");
    }
    if (outlier && onItem == null) {
      reasons.add("outlier");
    }
    return new Verdict(label, source, confidence, reasons.isEmpty() ? "ready" : "review", reasons);
  }

  /** The same for one more reason; what is excluded stays so. */
  Verdict waiting(String reason) {
    List<String> all = new ArrayList<>(reasons);
    all.add(reason);
    return new Verdict(
        label, source, confidence, verdict.equals("excluded") ? verdict : "review", all);
  }
}
