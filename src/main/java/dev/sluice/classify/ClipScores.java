package dev.sluice.classify;

/**
 * How near a clip is to every class. A bean and public, as {@link ClipVector} is; nobody else needs
 * it.
 */
public final class ClipScores {
  /** In place of a prompt where a class does not look at this option. */
  static final int NONE = -1;

  private String contentId = "";
  private String option = "";
  private double fromSec;
  private double toSec;
  private String workKey = "";
  private float[] cosines = {};
  private int[] prompts = {};

  /** For Spark. */
  public ClipScores() {}

  static ClipScores of(ClipVector clip, String option, float[] cosines, int[] prompts) {
    ClipScores scores = new ClipScores();
    scores.setContentId(clip.getContentId());
    scores.setOption(option);
    scores.setFromSec(clip.getFromSec());
    scores.setToSec(clip.getToSec());
    scores.setWorkKey(clip.getWorkKey());
    scores.setCosines(cosines);
    scores.setPrompts(prompts);
    return scores;
  }

  /** Content it is of. */
  public String getContentId() {
    return contentId;
  }

  /** For Spark. */
  public void setContentId(String contentId) {
    this.contentId = contentId;
  }

  /** What was looked at. */
  public String getOption() {
    return option;
  }

  /** For Spark. */
  public void setOption(String option) {
    this.option = option;
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

  /** The work that gave the clip. */
  public String getWorkKey() {
    return workKey;
  }

  /** For Spark. */
  public void setWorkKey(String workKey) {
    this.workKey = workKey;
  }

  /** By class, the highest cosine of its prompts; 0 where it has none. Itself, not a copy. */
  public float[] getCosines() {
    return cosines;
  }

  /** For Spark. */
  public void setCosines(float[] cosines) {
    this.cosines = cosines;
  }

  /** By class, the index of that prompt, or -1. Itself, not a copy. */
  public int[] getPrompts() {
    return prompts;
  }

  /** For Spark. */
  public void setPrompts(int[] prompts) {
    this.prompts = prompts;
  }
}
