package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Adds one comparison per other taxonomy, prompt or model; clusters count as many times as they
   * have items. A cluster that the other one abstained on is left out.
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
      if (other.label() != null && mine != null && !own.equals(Optional.of(question(other)))) {
        others
            .computeIfAbsent(question(other), question -> new Confusion())
            .add(
                names.of(other.label()),
                Optional.ofNullable(mine.label()).map(names::of),
                mine.size());
      }
    }
    others.forEach(
        (question, confusion) -> sheet.classes(new Sheet.Of("model", question), confusion));
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
