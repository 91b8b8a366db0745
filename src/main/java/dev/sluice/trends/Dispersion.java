package dev.sluice.trends;

/**
 * How much more counts vary from day to day than Poisson counts would: clips of one event come
 * together, and ten of them are no ten events. Not thread-safe.
 *
 * <p>Pearson's χ² over its degrees of freedom (McCullagh and Nelder 1989, section 6.2): for each
 * camera and side, with x items in h hours on a day, X in H on all its days, χ² = Σ (x - h·X/H)² /
 * (h·X/H) = (Σ x²/h)·H/X - X, with one degree less than days. Never below 1, and 1 with fewer than
 * 5 degrees of freedom, because too little says nothing.
 *
 * <p>Worked by hand, for 0, 0, 0, 0, 0 and 6 items on six days of one hour: X = 6, H = 6, Σ x²/h =
 * 36, χ² = 36·6/6 - 6 = 30, of 5 degrees: 6.
 */
final class Dispersion {
  private static final long LEAST = 5;

  private double chiSquare;
  private long degrees;

  /**
   * Adds one side of one camera.
   *
   * @param items items with the label
   * @param squares the sum over days of items² ÷ hours
   * @param hours hours of footage
   * @param days days with footage
   */
  void add(long items, double squares, double hours, long days) {
    if (items > 0 && days > 1) {
      chiSquare += squares * hours / items - items;
      degrees += days - 1;
    }
  }

  /** The factor on the variance, 1 or more. */
  double factor() {
    return degrees < LEAST ? 1 : Math.max(1, chiSquare / degrees);
  }
}
