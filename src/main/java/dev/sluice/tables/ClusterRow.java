package dev.sluice.tables;

/** A cluster of a clustering as it was fitted. */
@TableInfo(
    name = "clusters",
    comment =
        "One row per cluster of a clustering: who it is over refits, and its shape at the fit.",
    key = {"clustering_id", "cluster_id"},
    retentionDays = 365)
public record ClusterRow(
    @Comment("The clustering.") String clusteringId,
    @Comment("The cluster, from 0.") int clusterId,
    @Comment("Who it is: a cluster that continues an earlier one has the same identity.")
        String identity,
    @Comment(value = "Clustering of the cluster it continues; null for a new one.", nullable = true)
        String continuesClustering,
    @Comment(value = "Cluster that it continues, there; null for a new one.", nullable = true)
        Integer continuesCluster,
    @Comment(
            value =
                "Common items divided by items of either, among those in both clusterings, 0.5 to"
                    + " 1; null for a new one.",
            nullable = true)
        Double overlap,
    @Comment("Items it was fitted on; members of higher rank joined later.") long size,
    @Comment("Mean distance of the fitted items to the centroid, 0 or more.") double meanDistance,
    @Comment("Population standard deviation of these distances.") double sdDistance,
    @Comment(
            value = "Distance above which an item is an outlier; null under 5 fitted items.",
            nullable = true)
        Double outlierLimit,
    @Comment(
            value = "Mean silhouette of its items, -1 to 1; null when unknown or k is 1.",
            nullable = true)
        Double silhouette,
    @Comment(value = "Cluster whose centroid is nearest; null when k is 1.", nullable = true)
        Integer nearestCluster,
    @Comment(value = "Distance of the two centroids; null when k is 1.", nullable = true)
        Double nearestDistance,
    @Comment(
            "Share of fitted items that are almost as near to another centroid: margin under a"
                + " tenth of the distance to that one. 0 when k is 1.")
        double smallMarginShare) {
  /** The table. */
  public static final Table<ClusterRow> TABLE = Table.of(ClusterRow.class);
}
