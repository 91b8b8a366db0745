package dev.sluice.cluster;

import dev.sluice.tables.ClusterRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts together what is stored about each cluster of a fit. Pure. */
final class ClusterRows {
  private ClusterRows() {}

  /**
   * One row per cluster.
   *
   * @param silhouettes mean silhouette by cluster, where known
   */
  static List<ClusterRow> of(
      String clusteringId,
      List<Shape> shapes,
      Centroids centroids,
      OutlierRule rule,
      Map<Integer, Double> silhouettes,
      Earlier earlier) {
    List<ClusterRow> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      int cluster = shape.cluster();
      Optional<Continuation> continued = Optional.ofNullable(earlier.continuations().get(cluster));
      Optional<Centroids.Other> nearest = centroids.nearestOther(cluster);
      OptionalDouble limit = Members.limit(shape, rule);
      rows.add(
          new ClusterRow(
              clusteringId,
              cluster,
              earlier.identity(clusteringId, cluster),
              continued.map(c -> earlier.clusteringId()).orElse(null),
              continued.map(Continuation::earlier).orElse(null),
              continued.map(Continuation::overlap).orElse(null),
              shape.items(),
              shape.mean(),
              shape.sd(),
              limit.isPresent() ? limit.getAsDouble() : null,
              silhouettes.get(cluster),
              nearest.map(Centroids.Other::cluster).orElse(null),
              nearest.map(Centroids.Other::distance).orElse(null),
              nearest.isPresent() ? shape.smallMargins() : 0));
    }
    return rows;
  }
}
