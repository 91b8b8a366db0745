package dev.sluice.project;

import java.io.Serializable;

/**
 * Items whose place on the map is known, against which all others are placed and every place is
 * judged. Travels to executors.
 *
 * @param vectors their unit vectors
 * @param points x and y of each
 */
record Landmarks(float[][] vectors, double[][] points) implements Serializable {
  int size() {
    return vectors.length;
  }
}
