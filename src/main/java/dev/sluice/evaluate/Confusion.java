package dev.sluice.evaluate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often each answer was given for each truth. An item without an answer was abstained on: it
 * counts against recall and never against precision. Pure.
 *
 * <p>Worked by hand, for truths {@code a a a b b} and answers {@code a a b b -}: of class {@code b}
 * one answer of two is right and one item of two was found, so precision 1/2, recall 1/2, F1 1/2;
 * of {@code a} precision 2/2, recall 2/3, F1 2·2/(2·2 + 0 + 1) = 4/5. Accuracy 3/5, coverage 4/5,
 * macro F1 (4/5 + 1/2) / 2 = 0.65. Of the four answered items 3/4 agree; {@code a} is 3/4 of their
 * truths and 1/2 of their answers, so 3/4·1/2 + 1/4·1/2 = 1/2 would agree by chance, and Cohen's
 * kappa is (3/4 - 1/2) / (1 - 1/2) = 1/2.
 */
final class Confusion {
  private final Map<Pair, Long> counts = new TreeMap<>();
  private final Map<String, Long> truths = new TreeMap<>();
  private final Map<String, Long> answers = new TreeMap<>();
  private long items;
  private long answered;
  private long right;

  /** A truth and the answer given for it. */
  record Pair(String truth, String answer) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byTruth = truth.compareTo(other.truth);
      return byTruth != 0 ? byTruth : answer.compareTo(other.answer);
    }
  }

  /** Counts items; an empty answer is an abstention. */
  void add(String truth, Optional<String> answer, long count) {
    items += count;
    truths.merge(truth, count, Long::sum);
    if (answer.isPresent()) {
      answered += count;
      right += truth.equals(answer.get()) ? count : 0;
      answers.merge(answer.get(), count, Long::sum);
      counts.merge(new Pair(truth, answer.get()), count, Long::sum);
    }
  }

  /** All items. */
  long items() {
    return items;
  }

  /** Items that got an answer. */
  long answered() {
    return answered;
  }

  /** Items whose answer is the truth. */
  long right() {
    return right;
  }

  /** Items per truth and answer, abstentions left out. */
  Map<Pair, Long> counts() {
    return counts;
  }

  /** Whether some class is both true and answered somewhere; else the two use other names. */
  boolean hasCommonNames() {
    return truths.keySet().stream().anyMatch(answers::containsKey);
  }

  /** Every class that is true or answered somewhere. */
  Set<String> classes() {
    Set<String> classes = new TreeSet<>(truths.keySet());
    classes.addAll(answers.keySet());
    return classes;
  }

  /** Items of which this is the truth. */
  long support(String name) {
    return truths.getOrDefault(name, 0L);
  }

  /** Right answers ÷ answers of this class, 0 to 1; empty where it was never answered. */
  Optional<Double> precision(String name) {
    return ratio(hits(name), answers.getOrDefault(name, 0L));
  }

  /** Right answers ÷ items of this class, 0 to 1; empty where it is never true. */
  Optional<Double> recall(String name) {
    return ratio(hits(name), support(name));
  }

  /** 2 TP ÷ (2 TP + FP + FN), 0 to 1. */
  double f1(String name) {
    return 2.0 * hits(name) / (answers.getOrDefault(name, 0L) + support(name));
  }

  /** Mean F1 of the classes that are true somewhere: each class counts the same. Empty without. */
  Optional<Double> macroF1() {
    return truths.isEmpty()
        ? Optional.empty()
        : Optional.of(truths.keySet().stream().mapToDouble(this::f1).average().orElseThrow());
  }

  /** Right answers ÷ all items, 0 to 1: an abstention is not right. Empty without items. */
  Optional<Double> accuracy() {
    return ratio(right, items);
  }

  /**
   * Agreement beyond chance of the answered items, at most 1; 0 is what chance gives (Cohen 1960).
   * It takes neither side for the truth. Empty without answers, or where chance alone agrees.
   */
  Optional<Double> kappa() {
    Map<String, Long> answeredTruths = new TreeMap<>();
    counts.forEach((pair, count) -> answeredTruths.merge(pair.truth(), count, Long::sum));
    double chance = 0;
    for (Map.Entry<String, Long> truth : answeredTruths.entrySet()) {
      double share = (double) truth.getValue() / answered;
      chance += share * answers.getOrDefault(truth.getKey(), 0L) / answered;
    }
    return answered == 0 || chance == 1
        ? Optional.empty()
        : Optional.of(((double) right / answered - chance) / (1 - chance));
  }

  /** Answered items ÷ all items, 0 to 1. Empty without items. */
  Optional<Double> coverage() {
    return ratio(answered, items);
  }

  private long hits(String name) {
    return counts.getOrDefault(new Pair(name, name), 0L);
  }

  private static Optional<Double> ratio(long part, long whole) {
    return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
  }
}
