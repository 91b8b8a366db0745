package dev.sluice.project;

/**
 * Places an item among landmarks: the mean of the places of the five nearest in the lens, each
 * weighted by 1 ÷ its squared distance, so that an item lies on its twin and between two that are
 * as near. Pure.
 *
 * <p>By hand: unit vectors with cosines 0.5 and 0.75 have squared distances 2 − 2 × 0.5 = 1 and
 * 0.5, weights 1 and 2; between landmarks at x = 0 and x = 3 an item lies at (0 + 2 × 3) ÷ 3 = 2.
 */
final class ByNeighbours {
  private static final int COUNT = 5;
  // Of identical vectors; smaller than any distance that floats can tell.
  private static final double TWIN = 1e-9;

  private ByNeighbours() {}

  /**
   * The place of an item.
   *
   * @param cosines with every landmark
   * @param points x and y of every landmark
   */
  static double[] place(float[] cosines, double[][] points) {
    double[] place = new double[2];
    double sum = 0;
    for (int landmark : Nearest.largest(cosines, COUNT, -1)) {
      double weight = 1 / Math.max(TWIN, 2 - 2.0 * cosines[landmark]);
      place[0] += weight * points[landmark][0];
      place[1] += weight * points[landmark][1];
      sum += weight;
    }
    place[0] /= sum;
    place[1] /= sum;
    return place;
  }
}
