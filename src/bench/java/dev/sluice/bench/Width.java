package dev.sluice.bench;

/**
 * How much a peer does at once; Sluice finds its own.
 *
 * @param partitions tasks
 * @param inFlightEach works that each task keeps with the provider
 */
record Width(int partitions, int inFlightEach) {
  /** Room for so many works with the provider at a time, in so many tasks. */
  static Width of(int partitions, double inFlight) {
    return new Width(partitions, Math.max(1, (int) Math.ceil(inFlight / partitions)));
  }
}
