package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which clustering, and which of its labels, count now. Every reader asks here, so that all steps
 * mean the same one.
 */
public final class Clusterings {
  private Clusterings() {}

  /**
   * The newest clustering in a lens of this provider, or empty when there is none.
   *
   * @param provider the first part of the lens, for example {@code twelvelabs}
   */
  public static Optional<ClusteringRow> current(Warehouse warehouse, String provider) {
    return warehouse.rows(ClusteringRow.TABLE, col("lens").startsWith(provider + "/")).stream()
        .max(
            Comparator.comparing(ClusteringRow::createdAt)
                .thenComparing(ClusteringRow::clusteringId));
  }

  /**
   * The labels of a clustering that were decided last: those of one taxonomy, prompt and model, by
   * cluster id. Empty when nobody labelled it.
   */
  public static List<ClusterLabelRow> labels(Warehouse warehouse, String clusteringId) {
    List<ClusterLabelRow> all =
        warehouse.rows(ClusterLabelRow.TABLE, col("clustering_id").equalTo(clusteringId));
    Optional<ClusterLabelRow> last =
        all.stream()
            .max(
                Comparator.comparing(ClusterLabelRow::decidedAt)
                    .thenComparing(ClusterLabelRow::promptHash)
                    .thenComparing(ClusterLabelRow::model));
    return all.stream()
        .filter(row -> sameQuestion(row, last.orElseThrow()))
        .sorted(Comparator.comparingInt(ClusterLabelRow::clusterId))
        .toList();
  }

  private static boolean sameQuestion(ClusterLabelRow a, ClusterLabelRow b) {
    return a.taxonomyVersion().equals(b.taxonomyVersion())
        && a.promptHash().equals(b.promptHash())
        && a.model().equals(b.model());
  }
}
