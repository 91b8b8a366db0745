package dev.sluice.tables;

/**
 * A vector on its way out of Spark. A bean and public, because Spark then reads the array as floats
 * and not as objects.
 */
public final class FloatVector {
  private float[] vector = {};

  /** For Spark. */
  public FloatVector() {}

  /** The vector itself, not a copy; empty where there is none. */
  public float[] getVector() {
    return vector;
  }

  /** For Spark. */
  public void setVector(float[] vector) {
    this.vector = vector == null ? new float[0] : vector;
  }
}
