package dev.sluice.trends;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How many times as often a label is seen after as before, with the 95 % interval. Pure.
 *
 * <p>Counts are taken as Poisson. Given that a camera counted n = x0 + x1 items in h0 hours before
 * and h1 hours after, x1 is then binomial of n with p(R) = R·h1 / (R·h1 + h0), where R is the ratio
 * of the rates (Przyborowski and Wilenski 1940). Over all cameras the expectation is E(R) = Σ
 * n·p(R) and the variance V(R) = φ·Σ n·p(R)·(1 - p(R)), φ being the {@link Dispersion}. The ratio
 * solves Σ x1 = E(R); the interval holds every R with |Σ x1 - E(R)| ≤ 1.96·√V(R): the score
 * interval, which for one camera is Wilson's (1927) and needs no correction where a count is 0. A
 * camera without footage on one side has p = 0 or 1 and says nothing, so a new camera is no trend,
 * wherever it hangs. Cameras are compared with themselves only, so a camera that runs longer than
 * before is none either.
 *
 * <p>Worked by hand, for 10 items in 20 h before and 24 items in 16 h after: the rates are 0.5 and
 * 1.5, the ratio 3. Of n = 34 the share after is 0.70588; Wilson's interval of it is (0.70588 +
 * 3.84146/68 ± 1.95996·√(0.70588·0.29412/34 + 3.84146/(4·34²))) / (1 + 3.84146/34) = 0.53831 to
 * 0.83165. Odds p/(1 - p), times h0/h1 = 1.25, make 1.457 to 6.175: rising.
 *
 * @param ratio the ratio, 0 or more; infinite when nothing was there before
 * @param low lower end of the interval, 0 or more
 * @param high upper end of the interval; infinite when nothing was there before
 */
record RateRatio(double ratio, double low, double high) {
  /** The 97.5 % point of the normal distribution. */
  static final double Z = 1.959963984540054;

  // e^±50 is beyond any ratio of real rates; 200 halvings end below the last digit.
  private static final double WIDEST = 50;
  private static final int HALVINGS = 200;

  /**
   * The ratio over some cameras.
   *
   * @param cameras at least one item and footage on both sides in at least one of them
   * @param dispersion 1 or more
   */
  static RateRatio of(List<Stratum> cameras, double dispersion) {
    List<Stratum> counted =
        cameras.stream().filter(c -> c.isComparable() && c.items() > 0).toList();
    boolean before = counted.stream().anyMatch(c -> c.itemsBefore() > 0);
    boolean after = counted.stream().anyMatch(c -> c.itemsAfter() > 0);
    double z = Z * Math.sqrt(dispersion);
    double ratio = after ? Double.POSITIVE_INFINITY : 0;
    return new RateRatio(
        before && after ? root(log -> surplus(counted, log)) : ratio,
        after ? root(log -> score(counted, log) - z) : 0,
        before ? root(log -> score(counted, log) + z) : Double.POSITIVE_INFINITY);
  }

  /** Items after that are more than expected if the ratio were e^log. */
  private static double surplus(List<Stratum> cameras, double log) {
    double surplus = 0;
    for (Stratum c : cameras) {
      surplus += c.itemsAfter() - c.items() * share(c, log);
    }
    return surplus;
  }

  /** The same in standard deviations. */
  private static double score(List<Stratum> cameras, double log) {
    double variance = 0;
    for (Stratum c : cameras) {
      double share = share(c, log);
      variance += c.items() * share * (1 - share);
    }
    return surplus(cameras, log) / Math.sqrt(variance);
  }

  private static double share(Stratum c, double log) {
    return 1 / (1 + c.hoursBefore() / c.hoursAfter() * Math.exp(-log));
  }

  /** Where a falling function of the ratio's logarithm crosses 0, as a ratio. */
  private static double root(DoubleUnaryOperator falling) {
    double low = -WIDEST;
    double high = WIDEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (falling.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }
}
