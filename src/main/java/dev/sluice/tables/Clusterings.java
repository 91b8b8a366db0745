package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which clustering, and which of its labels, count now. Every reader asks here, so that all steps
 * mean the same one.
 */
public final class Clusterings {
  private static final String CLIP = "clip";

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
   * The members of a clustering that an accepted video still has, with the columns of {@code
   * cluster_members}: its content is one, and a clip is among the cuts that answer for one (see
   * {@link InnerSegments}). Members never leave the table, so every reader asks here.
   */
  public static Dataset<Row> members(Warehouse warehouse, String clusteringId) {
    Dataset<Row> present =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .select("content_id");
    Dataset<Row> members =
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").equalTo(clusteringId))
            .join(present, new String[] {"content_id"}, "left_semi");
    return warehouse
        .rows(
            ClusteringRow.TABLE,
            col("clustering_id").equalTo(clusteringId).and(col("unit").equalTo(CLIP)))
        .stream()
        .findFirst()
        .map(clustering -> ofCuts(warehouse, clustering.lens(), members))
        .orElse(members);
  }

  private static Dataset<Row> ofCuts(Warehouse warehouse, String lens, Dataset<Row> members) {
    Dataset<Row> videos =
        VideoSegments.accepted(warehouse).drop("video_id", "ground_truth").distinct();
    InnerSegments inner =
        InnerSegments.of(warehouse, VideoSegments.embedded(warehouse, lens, CLIP), videos);
    Dataset<Row> spans =
        members.select(
            col("content_id"), col("start_sec").as("from_sec"), col("end_sec").as("to_sec"));
    Dataset<Row> own =
        inner
            .without(VideoSegments.owned(spans, videos), "from_sec", "to_sec")
            .select(col("content_id"), col("from_sec").as("start_sec"), col("to_sec").as("end_sec"))
            .distinct();
    return members.join(own, ItemVectors.key(), "left_semi");
  }

  /** How many members each cluster of a clustering has, counted as {@link #members} does. */
  public static Map<Integer, Long> sizes(Warehouse warehouse, String clusteringId) {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (Row row : members(warehouse, clusteringId).groupBy("cluster_id").count().collectAsList()) {
      sizes.put(row.getInt(0), row.getLong(1));
    }
    return sizes;
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

  /** Whether two labels are of one taxonomy, prompt and model. */
  public static boolean sameQuestion(ClusterLabelRow a, ClusterLabelRow b) {
    return a.taxonomyVersion().equals(b.taxonomyVersion())
        && a.promptHash().equals(b.promptHash())
        && a.model().equals(b.model());
  }
}
