package dev.sluice.vectors;

import java.io.Serializable;

/**
 * Where items are compared: their unit vectors minus a mean, projected on axes, each of length 1
 * again. Found by a fit and kept, so that items which come later are placed alike. Travels to
 * executors.
 *
 * @param mean what is subtracted; empty for nothing
 * @param axes what is projected on; empty for no projection
 */
public record Space(float[] mean, float[][] axes) implements Serializable {

  /**
   * A unit vector in this space.
   *
   * @throws IllegalArgumentException when its length is not that of the mean or the axes
   */
  public float[] place(float[] unit) {
    float[] placed = mean.length == 0 ? unit : Vectors.normalise(Vectors.centre(unit, mean));
    if (axes.length == 0) {
      return placed;
    }
    float[] projected = new float[axes.length];
    for (int i = 0; i < axes.length; i++) {
      projected[i] = (float) Vectors.dot(placed, axes[i]);
    }
    return Vectors.normalise(projected);
  }
}
