package dev.sluice.classify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which classes a video is of. Pure.
 *
 * <p>A clip matches a class when its cosine with any prompt of the class is the threshold or more.
 * The class is assigned when the matched clips cover the ratio of the video's time. Its score is
 * 100 × the mean cosine of the matched clips, each weighted by its length, negative ones as 0;
 * without a match 0.
 *
 * <p>Worked by hand, threshold 0.2, ratio 0.5: of a video of 10 s, 0–4 s has cosine 0.30, 4–6 s
 * 0.24 and 6–10 s 0.10. Two clips match and cover 6 s of 10, so the ratio is 0.6, and the class is
 * assigned; its score is 100 × (4 × 0.30 + 2 × 0.24) ÷ 6 = 28.
 *
 * <p>Three classes whose best cosines are 0.30, 0.25 and 0.10 have margins 0.05, -0.05 and -0.20.
 * With tau 0.05 the exponentials, the highest one scaled to 1, are 1, e^-1 = 0.3679 and e^-4 =
 * 0.0183; the shares 0.7214, 0.2654 and 0.0132; the entropy 0.2356 + 0.3520 + 0.0572 = 0.6448.
 */
final class Judge implements Serializable {
  private static final long serialVersionUID = 1L;
  private final ArrayList<Rule> rules;
  private final double tau;

  Judge(List<Rule> rules, double tau) {
    this.rules = new ArrayList<>(rules);
    this.tau = tau;
  }

  /**
   * The classes, best first: assigned ones before others, then by score, best cosine and name.
   *
   * @param durationSec length of the video
   * @param clips by class, in the order of the rules, what it sees in the order of {@link
   *     Seen#ORDER}
   */
  List<Verdict> of(double durationSec, List<List<Seen>> clips) {
    double[] best = new double[rules.size()];
    for (int c = 0; c < best.length; c++) {
      best[c] =
          clips.get(c).stream().mapToDouble(Seen::cosine).max().orElse(Double.NEGATIVE_INFINITY);
    }
    double[] shares = shares(best);
    double entropy = entropy(shares);
    List<Verdict> verdicts = new ArrayList<>();
    for (int c = 0; c < best.length; c++) {
      Rule rule = rules.get(c);
      List<Seen> matched = oncePerClip(Coverage.atLeast(clips.get(c), rule.threshold()));
      double ratio = Coverage.ratio(matched, durationSec);
      verdicts.add(
          new Verdict(
              rule,
              !matched.isEmpty() && ratio >= rule.minRatio(),
              score(matched),
              ratio,
              present(best[c]),
              margin(best, c),
              shares[c],
              entropy,
              matched));
    }
    verdicts.sort(
        Comparator.comparing(Verdict::assigned)
            .thenComparingDouble(Verdict::score)
            .thenComparingDouble(v -> v.best().orElse(Double.NEGATIVE_INFINITY))
            .reversed()
            .thenComparing(v -> v.rule().name()));
    return verdicts;
  }

  private static List<Seen> oncePerClip(List<Seen> matched) {
    List<Seen> once = new ArrayList<>();
    for (Seen clip : matched) {
      if (once.isEmpty() || !once.get(once.size() - 1).sameClip(clip)) {
        once.add(clip);
      }
    }
    return once;
  }

  private static double score(List<Seen> matched) {
    double sum = 0;
    double weight = 0;
    for (Seen clip : matched) {
      sum += clip.length() * Math.max(0, clip.cosine());
      weight += clip.length();
    }
    // A cosine of floats may be a little above 1.
    return weight > 0 ? Math.min(100, 100 * sum / weight) : 0;
  }

  private static OptionalDouble margin(double[] best, int of) {
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < best.length; c++) {
      other = c == of ? other : Math.max(other, best[c]);
    }
    return Double.isInfinite(other) ? OptionalDouble.empty() : present(best[of] - other);
  }

  private static OptionalDouble present(double value) {
    return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private double[] shares(double[] best) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double cosine : best) {
      highest = Math.max(highest, cosine);
    }
    double[] shares = new double[best.length];
    if (Double.isInfinite(highest)) {
      return shares;
    }
    double sum = 0;
    for (int c = 0; c < best.length; c++) {
      shares[c] = Math.exp((best[c] - highest) / tau);
      sum += shares[c];
    }
    for (int c = 0; c < best.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }

  private static double entropy(double[] shares) {
    double entropy = 0;
    for (double share : shares) {
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }
}
