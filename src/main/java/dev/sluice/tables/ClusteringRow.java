package dev.sluice.tables;

import dev.sluice.vectors.Space;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One fit of clusters. Its row never changes, except for when it counts. */
@TableInfo(
    name = "clusterings",
    comment = "One row per clustering run, with how k was chosen and how good it is.",
    key = "clustering_id",
    retentionDays = 365,
    statsColumns = 8)
public record ClusteringRow(
    @Comment("Hash of the fitted items and the settings: the same input clusters once.")
        String clusteringId,
    @Comment("Embedding space.") String lens,
    @Comment("video or clip.") String unit,
    @Comment("Number of clusters.") int k,
    @Comment("given, or silhouette and stability of the candidates tried.") String kChosenBy,
    @Comment("Items it was fitted on; others may have joined.") long items,
    @Comment("When it was fitted, or asked for again after another one; the newest counts.")
        Instant createdAt,
    @Comment("Whether vectors were centred on their mean first.") boolean centred,
    @Comment("Seed of the fit.") long seed,
    @Comment("Partitions of the fit; another number may give another result.") int partitions,
    @Comment("euclidean, on unit vectors.") String distance,
    @Comment(
            value = "Mean silhouette, -1 to 1, higher is better; null when k is 1.",
            nullable = true)
        Double silhouette,
    @Comment("Sum of squared distances to the nearest centroid, lower is tighter.") double inertia,
    @Comment("Version of embeddings it was fitted on.") long inputVersion,
    @Comment("Mean that was subtracted; empty when not centred.") float[] mean,
    @Comment("Centroids, by cluster id.") List<Centroid> centroids,
    @Comment(
            value = "Settings that shaped it, so that items can join; null where they are unknown.",
            nullable = true)
        String settings,
    @Comment(
            value = "Principal axes that vectors were projected on, strongest first; null if none.",
            nullable = true)
        List<Axis> axes,
    @Comment(
            value = "Why it replaced an earlier one of the same settings; null when it did not.",
            nullable = true)
        String refitBecause,
    @Comment(
            value =
                "Earlier times from which it counted, oldest first; null where it was asked for"
                    + " once.",
            nullable = true)
        List<Instant> countedBefore) {
  /** The table. */
  public static final Table<ClusteringRow> TABLE = Table.of(ClusteringRow.class);

  /** One axis of a projection. */
  public record Axis(@Comment("Its direction, of length 1.") float[] vector) {
    /** The axes of a space as they are stored; null when there are none. */
    public static List<Axis> rows(Space space) {
      return space.axes().length == 0 ? null : Arrays.stream(space.axes()).map(Axis::new).toList();
    }
  }

  /** Where its items were compared. */
  public Space space() {
    List<Axis> stored = axes == null ? List.of() : axes;
    return new Space(mean, stored.stream().map(Axis::vector).toArray(float[][]::new));
  }

  /** When it came to count, each time until another did; in order. */
  public List<Instant> counted() {
    return Stream.concat(
            countedBefore == null ? Stream.of() : countedBefore.stream(), Stream.of(createdAt))
        .toList();
  }

  /** The same clustering, asked for again at a later time. */
  public ClusteringRow again(Instant time) {
    return new ClusteringRow(
        clusteringId,
        lens,
        unit,
        k,
        kChosenBy,
        items,
        time,
        centred,
        seed,
        partitions,
        distance,
        silhouette,
        inertia,
        inputVersion,
        mean,
        centroids,
        settings,
        axes,
        refitBecause,
        counted());
  }

  /** The same clustering with its settings known. */
  public ClusteringRow of(String knownSettings) {
    return new ClusteringRow(
        clusteringId,
        lens,
        unit,
        k,
        kChosenBy,
        items,
        createdAt,
        centred,
        seed,
        partitions,
        distance,
        silhouette,
        inertia,
        inputVersion,
        mean,
        centroids,
        knownSettings,
        axes,
        refitBecause,
        countedBefore);
  }

  /** One centroid. */
  public record Centroid(
      @Comment("Cluster id, from 0.") int clusterId, @Comment("The centroid.") float[] vector) {}
}
