package dev.sluice.project;

import tagbio.umap.Umap;

/** Makes a map of a sample by UMAP. Pure; the same vectors and seed give the same map. */
final class Fit {
  private Fit() {}

  /**
   * Landmarks at their places.
   *
   * @param vectors unit vectors, more than {@code neighbours}
   */
  static Landmarks umap(float[][] vectors, int neighbours, long seed) {
    Umap umap = new Umap();
    umap.setNumberNearestNeighbours(neighbours);
    umap.setSeed(seed);
    // With more the order of additions, and with it the map, would change from run to run.
    umap.setThreads(1);
    float[][] places = umap.fitTransform(vectors);
    double[][] points = new double[places.length][2];
    for (int i = 0; i < points.length; i++) {
      points[i][0] = places[i][0];
      points[i][1] = places[i][1];
    }
    return new Landmarks(vectors, points);
  }
}
