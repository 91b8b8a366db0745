package dev.sluice.cluster;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.vectors.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The centroids of a clustering, by cluster id. Travels to executors. Immutable. */
final class Centroids implements Serializable {
  private static final long serialVersionUID = 1L;
  private final float[][] vectors;

  Centroids(float[][] vectors) {
    this.vectors = vectors.clone();
  }

  int size() {
    return vectors.length;
  }

  /** The cluster of a vector; the lower id when two are as near. */
  Nearest nearest(float[] vector) {
    int cluster = -1;
    double best = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int c = 0; c < vectors.length; c++) {
      double distance = Vectors.squaredDistance(vector, vectors[c]);
      if (distance < best) {
        second = best;
        best = distance;
        cluster = c;
      } else if (distance < second) {
        second = distance;
      }
    }
    double distance = Math.sqrt(best);
    return new Nearest(cluster, distance, vectors.length == 1 ? 0 : Math.sqrt(second) - distance);
  }

  /** The cluster of each vector. */
  int[] assign(float[][] items) {
    int[] clusters = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      clusters[i] = nearest(items[i]).cluster();
    }
    return clusters;
  }

  /**
   * The same centroids, the largest cluster first, and by smallest item id among equals, so that
   * ids do not depend on the fit's own order. Clusters without items are left out.
   */
  Centroids renumbered(List<Size> sizes) {
    List<Size> order = new ArrayList<>(sizes);
    order.sort(Comparator.comparingLong(Size::items).reversed().thenComparing(Size::smallestId));
    float[][] out = new float[order.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = vectors[order.get(i).cluster()];
    }
    return new Centroids(out);
  }

  /** The centroids of a stored clustering. */
  static Centroids of(ClusteringRow clustering) {
    float[][] vectors = new float[clustering.centroids().size()][];
    for (ClusteringRow.Centroid centroid : clustering.centroids()) {
      vectors[centroid.clusterId()] = centroid.vector();
    }
    return new Centroids(vectors);
  }

  /** The other cluster whose centroid is nearest to that of a cluster; the lower id of several. */
  Optional<Other> nearestOther(int cluster) {
    Optional<Other> nearest = Optional.empty();
    for (int c = 0; c < vectors.length; c++) {
      double distance = Math.sqrt(Vectors.squaredDistance(vectors[cluster], vectors[c]));
      if (c != cluster && (nearest.isEmpty() || distance < nearest.get().distance())) {
        nearest = Optional.of(new Other(c, distance));
      }
    }
    return nearest;
  }

  List<ClusteringRow.Centroid> rows() {
    List<ClusteringRow.Centroid> rows = new ArrayList<>();
    for (int c = 0; c < vectors.length; c++) {
      rows.add(new ClusteringRow.Centroid(c, vectors[c]));
    }
    return rows;
  }

  /**
   * Where a vector belongs.
   *
   * @param cluster the id of the nearest centroid
   * @param distance euclidean distance to it
   * @param margin distance to the next nearest centroid minus distance; 0 when there is one
   */
  record Nearest(int cluster, double distance, double margin) {}

  /** Another cluster, and how far its centroid is. */
  record Other(int cluster, double distance) {}

  /** How many items a cluster has, and the smallest of their ids. */
  record Size(int cluster, long items, String smallestId) {}
}
