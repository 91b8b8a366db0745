package dev.sluice.tables;

import java.time.Instant;
import java.util.List;

/** The name of a cluster, with every answer that led to it. */
@TableInfo(
    name = "cluster_labels",
    comment = "One row per cluster of a clustering and taxonomy: its label, or that it abstains.",
    key = {"clustering_id", "cluster_id", "taxonomy_version", "prompt_hash", "model"},
    retentionDays = 365)
public record ClusterLabelRow(
    @Comment("The clustering.") String clusteringId,
    @Comment("The cluster, from 0.") int clusterId,
    @Comment(value = "A label of the taxonomy; null when it abstains.", nullable = true)
        String label,
    @Comment("Whether no label won.") boolean abstained,
    @Comment("Votes for the winning label, or for none.") int votes,
    @Comment("Representatives asked.") int asked,
    @Comment("votes divided by asked, 0 to 1.") double agreement,
    @Comment("Items of the cluster when the row was written.") long size,
    @Comment("Taxonomy name and version.") String taxonomyVersion,
    @Comment("SHA-256 of the prompt text.") String promptHash,
    @Comment("Model asked.") String model,
    @Comment("When it was decided, or asked for again after others; the newest counts.")
        Instant decidedAt,
    @Comment("Every representative with its answer, nearest first.") List<Vote> evidence) {
  /** The table. */
  public static final Table<ClusterLabelRow> TABLE = Table.of(ClusterLabelRow.class);

  /** One representative and what the model said. */
  public record Vote(
      @Comment("Content of the representative.") String contentId,
      @Comment("Start, seconds.") double startSec,
      @Comment("End, seconds.") double endSec,
      @Comment("Place in its cluster, 1 is nearest.") int rank,
      @Comment("The paid work; its answer is in responses.") String workKey,
      @Comment(value = "Label it voted for; null when it abstains.", nullable = true) String label,
      @Comment("labelled, abstained, unknown_label, unparsable or missing.") String status,
      @Comment(value = "What the model says it saw.", nullable = true) String evidence) {}
}
