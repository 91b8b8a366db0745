package dev.sluice.report;

import java.util.List;

/**
 * What the labels were held against.
 *
 * @param truth against ground truth; null where nobody knows it
 * @param agreements labels against other labels
 * @param contradictions what contradicts itself
 * @param trends what rises and falls; null where nothing was counted over time
 */
record Checks(
    Truth truth, List<Agreement> agreements, Contradictions contradictions, Trends trends) {
  /** Nothing was checked. */
  static final Checks NONE = new Checks(null, List.of(), new Contradictions(0, 0, List.of()), null);

  /**
   * The labels against ground truth; every share is 0 to 1.
   *
   * @param items items with ground truth
   * @param accuracy share of them whose label is right
   * @param coverage share of them with a label
   * @param macroF1 mean F1 of the classes
   * @param purity share of items of their cluster's most frequent truth
   * @param nmi normalised mutual information of clusters and truth
   * @param ari adjusted Rand index of clusters and truth, at most 1
   * @param classes every class that is true or answered somewhere
   * @param pairs how often each label was given for each truth
   */
  record Truth(
      long items,
      double accuracy,
      double coverage,
      double macroF1,
      double purity,
      double nmi,
      double ari,
      List<ClassScore> classes,
      List<Pair> pairs) {
    /** Whether truth and labels have a name in common; otherwise only clusters can be compared. */
    boolean hasCommonNames() {
      return classes.stream().anyMatch(c -> c.support() > 0 && c.precision() != null);
    }
  }

  /** A class; precision is null where it was never answered, recall where it is never true. */
  record ClassScore(String name, long support, Double precision, Double recall, double f1) {}

  /** Items of a truth that got a label. */
  record Pair(String truth, String label, long items) {}

  /** Labels against other labels of the same items; kappa is null where chance alone agrees. */
  record Agreement(String against, long items, double share, Double kappa) {}

  /**
   * Things with two names.
   *
   * @param all how many
   * @param acrossGroups how many have names of different groups
   * @param shown the first of them, those across groups before the others
   */
  record Contradictions(long all, long acrossGroups, List<Contradiction> shown) {}

  /** A thing with two names; cosine is null where it is one content. */
  record Contradiction(
      String foundIn, String what, String names, boolean acrossGroups, long items, Double cosine) {}

  /**
   * Rates over time.
   *
   * @param compared rates that were compared
   * @param changed those that rose or fell, rising first, surest first
   * @param days days with footage, oldest first; the latest where there are many
   * @param rates rates on those days, of the most frequent labels
   */
  record Trends(long compared, List<Change> changed, List<String> days, List<Rates> rates) {}

  /** Items of a label per hour of footage, one number per day; null without footage. */
  record Rates(String label, List<Double> byDay) {}

  /** A rate that rose or fell; ratio is null from nothing, high where there is no upper end. */
  record Change(
      String label,
      String dimension,
      String value,
      boolean isRising,
      String before,
      String after,
      long beforeItems,
      double beforeHours,
      double beforeRate,
      long afterItems,
      double afterHours,
      double afterRate,
      Double ratio,
      double low,
      Double high) {}
}
