package dev.sluice.curate;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the curate step. Every field may be left out.
 *
 * @param reviews CSV of people's decisions: kind, key, label, exclude, reviewer, reason, at
 * @param split shares of train, validation and test
 * @param minConfidence smallest confidence of a label that is ready, 0 to 1, itself included
 * @param taxonomy path of the taxonomy file: review labels are written as there, and others
 *     reported
 */
public record CurateConf(String reviews, Split split, Double minConfidence, String taxonomy) {

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException when min-confidence is out of range
   */
  public CurateConf {
    reviews = reviews == null ? "" : reviews.strip();
    taxonomy = taxonomy == null ? "" : taxonomy.strip();
    split = split == null ? new Split(null, null, null, null, null) : split;
    minConfidence = minConfidence == null ? 0.5 : minConfidence;
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException("curate: min-confidence is 0 to 1, not " + minConfidence);
    }
  }

  /** The settings of a job that says nothing about curating. */
  public static CurateConf defaults() {
    return new CurateConf(null, null, null, null);
  }

  /**
   * Shares of the splits; they add up to 1.
   *
   * @param train share of train, 0 to 1
   * @param validation share of validation, 0 to 1
   * @param test share of test, 0 to 1
   * @param seed another seed deals recordings differently
   * @param stratified whether the shares are met label by label, as far as whole recordings allow;
   *     items that come later can then move others to another split (default false)
   */
  public record Split(Double train, Double validation, Double test, Long seed, Boolean stratified) {
    /**
     * Fills in defaults: 0.8, 0.1, 0.1, not stratified.
     *
     * @throws IllegalArgumentException naming every wrong share at once
     */
    public Split {
      train = train == null ? 0.8 : train;
      validation = validation == null ? 0.1 : validation;
      test = test == null ? 0.1 : test;
      seed = seed == null ? 51L : seed;
      stratified = stratified == null ? Boolean.FALSE : stratified;
      List<String> problems = new ArrayList<>();
      for (double share : new double[] {train, validation, test}) {
        if (!(share >= 0 && share <= 1)) {
          problems.add("a share is 0 to 1, not " + share);
        }
      }
      if (Math.abs(train + validation + test - 1) > 1e-6) {
        problems.add("train, validation and test add up to 1, not " + (train + validation + test));
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("curate.split: " + String.join("; ", problems));
      }
    }
  }
}
