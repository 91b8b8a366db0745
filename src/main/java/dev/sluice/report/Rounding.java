package dev.sluice.report;

/**
 * Sums over partitions differ in their last digits from run to run; the page's numbers must not.
 */
final class Rounding {
  private Rounding() {}

  /** Seconds, to a tenth. */
  static double seconds(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /** Money and units, to a millionth. */
  static double amount(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /** Distances, to a thousandth. */
  static double measure(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
