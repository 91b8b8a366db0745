package dev.sluice.curate;

import dev.sluice.tables.ReviewRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** All decisions, of which the latest on each key counts. Pure. */
final class Reviews {
  private final Map<String, ReviewRow> onItems = new HashMap<>();
  private final Map<String, ReviewRow> onClusters = new HashMap<>();

  Reviews(List<ReviewRow> all) {
    BinaryOperator<ReviewRow> later = BinaryOperator.maxBy(Comparator.comparing(ReviewRow::at));
    for (ReviewRow review : all) {
      (review.kind().equals("video") ? onItems : onClusters).merge(review.key(), review, later);
    }
  }

  /** Every key that a decision names. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>(onItems.keySet());
    keys.addAll(onClusters.keySet());
    return keys;
  }

  /** Labels that people gave. */
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    for (Map<String, ReviewRow> reviews : List.of(onItems, onClusters)) {
      reviews.values().stream().filter(r -> r.label() != null).forEach(r -> labels.add(r.label()));
    }
    return labels;
  }

  /** Decisions on items and videos, by key. */
  Map<String, Ruling> rulingsOnItems() {
    Map<String, Ruling> rulings = new HashMap<>();
    onItems.forEach((key, review) -> rulings.put(key, Ruling.of(review)));
    return rulings;
  }

  /** When the decision on a cluster was made that counts, by the key that names it. */
  Map<String, Instant> clusterDecisions() {
    Map<String, Instant> decisions = new HashMap<>();
    onClusters.forEach((key, review) -> decisions.put(key, review.at()));
    return decisions;
  }

  /**
   * Decisions on clusters, the latest for each.
   *
   * @param clustersOf the clusters that each key names
   * @param notes gets a sentence for every decision that cannot be applied
   */
  Map<Integer, Ruling> rulingsOnClusters(Map<String, Set<Integer>> clustersOf, List<String> notes) {
    List<ReviewRow> inOrder = new ArrayList<>(onClusters.values());
    inOrder.sort(Comparator.comparing(ReviewRow::at).thenComparing(ReviewRow::key));
    Map<Integer, ReviewRow> decided = new HashMap<>();
    for (ReviewRow review : inOrder) {
      Set<Integer> clusters = clustersOf.getOrDefault(review.key(), Set.of());
      if (clusters.size() > 1) {
        notes.add(
            "review of the cluster of %s not applied: its clips are in clusters %s; name one as %s@start-end"
                .formatted(review.key(), clusters, review.key()));
      }
      if (clusters.size() == 1) {
        int cluster = clusters.iterator().next();
        ReviewRow earlier = decided.put(cluster, review);
        if (earlier != null && !Ruling.of(earlier).equals(Ruling.of(review))) {
          notes.add(
              "cluster %d is '%s' by the review of %s and '%s' by the later one of %s, which counts; kind video decides about single items"
                  .formatted(
                      cluster, decision(earlier), earlier.key(), decision(review), review.key()));
        }
      }
    }
    Map<Integer, Ruling> rulings = new HashMap<>();
    decided.forEach((cluster, review) -> rulings.put(cluster, Ruling.of(review)));
    return rulings;
  }

  private static String decision(ReviewRow review) {
    return review.exclude() ? "excluded" : review.label();
  }
}
