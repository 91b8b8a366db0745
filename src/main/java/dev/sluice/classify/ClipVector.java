package dev.sluice.classify;

/**
 * A stored vector on its way to be scored. A bean and public, because Spark then reads the array as
 * floats and not as objects; nobody else needs it.
 */
public final class ClipVector {
  private String contentId = "";
  private String lens = "";
  private double fromSec;
  private double toSec;
  private String workKey = "";
  private float[] vector = {};

  /** For Spark. */
  public ClipVector() {}

  /** Content it is of. */
  public String getContentId() {
    return contentId;
  }

  /** For Spark. */
  public void setContentId(String contentId) {
    this.contentId = contentId;
  }

  /** Embedding space. */
  public String getLens() {
    return lens;
  }

  /** For Spark. */
  public void setLens(String lens) {
    this.lens = lens;
  }

  /** Start, seconds. */
  public double getFromSec() {
    return fromSec;
  }

  /** For Spark. */
  public void setFromSec(double fromSec) {
    this.fromSec = fromSec;
  }

  /** End, seconds. */
  public double getToSec() {
    return toSec;
  }

  /** For Spark. */
  public void setToSec(double toSec) {
    this.toSec = toSec;
  }

  /** The work that gave it. */
  public String getWorkKey() {
    return workKey;
  }

  /** For Spark. */
  public void setWorkKey(String workKey) {
    this.workKey = workKey;
  }

  /** The vector itself, not a copy. */
  public float[] getVector() {
    return vector;
  }

  /** For Spark. */
  public void setVector(float[] vector) {
    this.vector = vector;
  }
}
