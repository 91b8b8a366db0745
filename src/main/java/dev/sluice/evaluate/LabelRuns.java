package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The labels of a clustering that count, held against those of every earlier question. */
final class LabelRuns {
  private static final int SHORT = 8;

  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final Names names;

  LabelRuns(Warehouse warehouse, ClusteringRow clustering, Names names) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.names = names;
  }

  /**
   * Adds one comparison per other taxonomy, prompt or model, item by item: an item that was asked
   * about itself counts with its own answer, the others with their cluster's label. What the other
   * one abstained on is left out.
   */
  void heldAgainstEarlier(Sheet sheet) {
    Map<Integer, ClusterLabelRow> counting = new HashMap<>();
    for (ClusterLabelRow row : Clusterings.labels(warehouse, clustering.clusteringId())) {
      counting.put(row.clusterId(), row);
    }
    Optional<String> own = counting.values().stream().findFirst().map(LabelRuns::question);
    Map<String, Confusion> others = new TreeMap<>();
    List<ClusterLabelRow> all =
        warehouse.rows(
            ClusterLabelRow.TABLE, col("clustering_id").equalTo(clustering.clusteringId()));
    for (ClusterLabelRow other : all) {
      ClusterLabelRow mine = counting.get(other.clusterId());
      if (mine != null && !own.equals(Optional.of(question(other)))) {
        compare(others.computeIfAbsent(question(other), question -> new Confusion()), other, mine);
      }
    }
    others.forEach(
        (question, confusion) -> sheet.classes(new Sheet.Of("model", question), confusion));
  }

  private void compare(Confusion confusion, ClusterLabelRow other, ClusterLabelRow mine) {
    Map<OwnAnswers.Item, String> others = OwnAnswers.of(other);
    Map<OwnAnswers.Item, String> own = OwnAnswers.of(mine);
    Set<OwnAnswers.Item> asked = new HashSet<>(others.keySet());
    asked.addAll(own.keySet());
    for (OwnAnswers.Item item : asked) {
      add(
          confusion,
          others.getOrDefault(item, other.label()),
          own.getOrDefault(item, mine.label()),
          1);
    }
    add(confusion, other.label(), mine.label(), Math.max(0, mine.size() - asked.size()));
  }

  private void add(Confusion confusion, String other, String mine, long items) {
    if (other != null && items > 0) {
      confusion.add(names.of(other), Optional.ofNullable(mine).map(names::of), items);
    }
  }

  // What a person can tell label runs apart by.
  private static String question(ClusterLabelRow row) {
    String prompt = row.promptHash();
    return "%s by %s, prompt %s"
        .formatted(
            row.taxonomyVersion(),
            row.model(),
            prompt.length() > SHORT ? prompt.substring(0, SHORT) : prompt);
  }
}
