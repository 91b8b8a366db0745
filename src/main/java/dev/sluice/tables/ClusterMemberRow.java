package dev.sluice.tables;

/** An item in a clustering. */
@TableInfo(
    name = "cluster_members",
    comment = "One row per item and clustering.",
    key = {"clustering_id", "content_id", "start_sec", "end_sec"},
    retentionDays = 365)
public record ClusterMemberRow(
    @Comment("The clustering.") String clusteringId,
    @Comment("Content of the item.") String contentId,
    @Comment("Start of the item, seconds.") double startSec,
    @Comment("End of the item, seconds.") double endSec,
    @Comment("Its cluster, from 0.") int clusterId,
    @Comment("Distance to its centroid, 0 or more.") double distance,
    @Comment("Distance to the next nearest centroid minus distance; 0 when k is 1.") double margin,
    @Comment(
            "Place in its cluster: fitted items by distance, 1 is the medoid candidate; items that"
                + " joined later stand behind them in the order they came. Never changes.")
        int rank,
    @Comment("Whether it is far from its centroid for its cluster.") boolean outlier) {
  /** The table. */
  public static final Table<ClusterMemberRow> TABLE = Table.of(ClusterMemberRow.class);
}
