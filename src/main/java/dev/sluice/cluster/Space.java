package dev.sluice.cluster;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.vectors.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where items are compared: their unit vectors minus a mean, projected on axes, each of length 1
 * again. Found by a fit and kept, so that items which come later are placed alike. Travels to
 * executors.
 *
 * @param mean what is subtracted; empty for nothing
 * @param axes what is projected on; empty for no projection
 */
record Space(float[] mean, float[][] axes) implements Serializable {

  /** The space of a clustering. */
  static Space of(ClusteringRow clustering) {
    List<ClusteringRow.Axis> stored = clustering.axes() == null ? List.of() : clustering.axes();
    float[][] axes = new float[stored.size()][];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = stored.get(i).vector();
    }
    return new Space(clustering.mean(), axes);
  }

  /** A unit vector in this space. */
  float[] place(float[] unit) {
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

  /** The axes as they are stored; null when there are none. */
  List<ClusteringRow.Axis> rows() {
    if (axes.length == 0) {
      return null;
    }
    List<ClusteringRow.Axis> rows = new ArrayList<>();
    for (float[] axis : axes) {
      rows.add(new ClusteringRow.Axis(axis));
    }
    return rows;
  }
}
