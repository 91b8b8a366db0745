package dev.sluice.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The threshold that tells the labelled videos of a class best from the others. Pure.
 *
 * <p>Every video has one number, {@link Coverage#critical}; it is assigned when the threshold is no
 * higher. Tried are the middles between neighbouring numbers, and the lowest number; the highest F1
 * wins, the highest threshold among equals.
 *
 * <p>Worked by hand: videos of the class have 0.40, 0.30 and 0.10, others 0.20 and 0.05. Above 0.35
 * F1 is 2·1 ÷ (1 + 3) = 0.5, above 0.25 2·2 ÷ (2 + 3) = 0.8, above 0.15 2·2 ÷ (3 + 3) = 0.667,
 * above 0.075 2·3 ÷ (4 + 3) = 0.857, with all five 2·3 ÷ (5 + 3) = 0.75. The threshold is 0.075.
 */
final class Calibration {
  private Calibration() {}

  /**
   * A labelled video.
   *
   * @param critical highest threshold at which it would be assigned
   * @param ofClass whether it is of the class
   */
  record Labelled(double critical, boolean ofClass) {}

  /**
   * A threshold and how it does on the sample.
   *
   * @param threshold the cosine
   * @param f1 2 TP ÷ (assigned + of the class), 0 to 1
   * @param ofClass labelled videos of the class
   * @param videos labelled videos
   */
  record Choice(double threshold, double f1, int ofClass, int videos) {}

  /** The best threshold; empty when no labelled video of the class could be assigned at any. */
  static Optional<Choice> choose(List<Labelled> sample) {
    List<Labelled> sorted = new ArrayList<>(sample);
    sorted.sort(Comparator.comparingDouble(Labelled::critical).reversed());
    int ofClass = (int) sample.stream().filter(Labelled::ofClass).count();
    Choice best = null;
    int right = 0;
    for (int i = 0; i < sorted.size() && !Double.isInfinite(sorted.get(i).critical()); i++) {
      right += sorted.get(i).ofClass() ? 1 : 0;
      double here = sorted.get(i).critical();
      double next = i + 1 < sorted.size() ? sorted.get(i + 1).critical() : Double.NEGATIVE_INFINITY;
      double f1 = 2.0 * right / (i + 1 + ofClass);
      if (next < here && right > 0 && (best == null || f1 > best.f1())) {
        double threshold = Double.isInfinite(next) ? here : (here + next) / 2;
        best = new Choice(threshold, f1, ofClass, sample.size());
      }
    }
    return Optional.ofNullable(best);
  }
}
