package dev.sluice.trends;

/**
 * A label on one camera, before and after.
 *
 * @param itemsBefore items with the label before
 * @param hoursBefore hours of footage before
 * @param itemsAfter items with the label after
 * @param hoursAfter hours of footage after
 */
record Stratum(long itemsBefore, double hoursBefore, long itemsAfter, double hoursAfter) {
  /** Items on both sides. */
  long items() {
    return itemsBefore + itemsAfter;
  }

  /** Whether there is footage on both sides; a new camera has none before. */
  boolean isComparable() {
    return hoursBefore > 0 && hoursAfter > 0;
  }
}
