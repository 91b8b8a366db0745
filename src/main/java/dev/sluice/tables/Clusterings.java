package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
   * The members of a clustering whose content is still an accepted video, with the columns of
   * {@code cluster_members}. Members never leave the table, so every reader asks here.
   */
  public static Dataset<Row> members(Warehouse warehouse, String clusteringId) {
    Dataset<Row> present =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .select("content_id");
    return warehouse
        .read(ClusterMemberRow.TABLE)
        .where(col("clustering_id").equalTo(clusteringId))
        .join(present, new String[] {"content_id"}, "left_semi");
  }

  /** The clusters of a clustering as they were fitted, by cluster id. */
  public static List<ClusterRow> clusters(Warehouse warehouse, String clusteringId) {
    return warehouse.rows(ClusterRow.TABLE, col("clustering_id").equalTo(clusteringId)).stream()
        .sorted(Comparator.comparingInt(ClusterRow::clusterId))
        .toList();
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
