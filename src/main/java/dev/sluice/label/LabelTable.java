package dev.sluice.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps {@code cluster_labels} equal to what was decided, without writing what is there. */
final class LabelTable {
  private LabelTable() {}

  /**
   * Stores the labels of one clustering, taxonomy, prompt and model, and makes them the ones that
   * count. Idempotent and atomic.
   *
   * @param decided one row per cluster, by cluster id
   * @return whether anything was written
   */
  static boolean store(Warehouse warehouse, List<ClusterLabelRow> decided) {
    ClusterLabelRow any = decided.get(0);
    List<ClusterLabelRow> current = Clusterings.labels(warehouse, any.clusteringId());
    if (timeless(current).equals(timeless(decided))) {
      return false;
    }
    Column ours =
        col("clustering_id")
            .equalTo(any.clusteringId())
            .and(col("taxonomy_version").equalTo(any.taxonomyVersion()))
            .and(col("prompt_hash").equalTo(any.promptHash()))
            .and(col("model").equalTo(any.model()));
    Dataset<Row> rows = warehouse.dataset(ClusterLabelRow.TABLE, decided);
    Dataset<Row> present = warehouse.read(ClusterLabelRow.TABLE);
    if (present.where(ours).isEmpty()) {
      warehouse.append(ClusterLabelRow.TABLE, rows);
    } else {
      warehouse.replace(ClusterLabelRow.TABLE, present.where(not(ours)).unionByName(rows));
    }
    return true;
  }

  /**
   * Whether labels that are not answered in full may count: something is answered, they name no
   * fewer clusters than those that count, and no other question is answered in full.
   *
   * @param decided one row per cluster
   */
  static boolean losesNothing(Warehouse warehouse, List<ClusterLabelRow> decided) {
    List<ClusterLabelRow> current = Clusterings.labels(warehouse, decided.get(0).clusteringId());
    boolean mayGo =
        current.isEmpty()
            || Clusterings.sameQuestion(current.get(0), decided.get(0))
            || votes(current).anyMatch(LabelTable::isMissing);
    return mayGo
        && named(decided) >= named(current)
        && !votes(decided).allMatch(LabelTable::isMissing);
  }

  private static Stream<ClusterLabelRow.Vote> votes(List<ClusterLabelRow> rows) {
    return rows.stream().flatMap(row -> row.evidence().stream());
  }

  private static boolean isMissing(ClusterLabelRow.Vote vote) {
    return vote.status().equals(Answers.MISSING);
  }

  private static long named(List<ClusterLabelRow> rows) {
    return rows.stream().filter(row -> !row.abstained()).count();
  }

  private static List<ClusterLabelRow> timeless(List<ClusterLabelRow> rows) {
    return rows.stream().map(LabelTable::timeless).toList();
  }

  // Clusters grow while their labels stay.
  private static ClusterLabelRow timeless(ClusterLabelRow row) {
    return new ClusterLabelRow(
        row.clusteringId(),
        row.clusterId(),
        row.label(),
        row.abstained(),
        row.votes(),
        row.asked(),
        row.agreement(),
        0,
        row.taxonomyVersion(),
        row.promptHash(),
        row.model(),
        Instant.EPOCH,
        row.evidence());
  }
}
