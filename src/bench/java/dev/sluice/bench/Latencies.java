package dev.sluice.bench;

import dev.sluice.emulator.Latency;

/**
 * How long tasks take, as the emulator draws it: log-normal.
 *
 * @param medianSeconds half take longer
 * @param p99Seconds one in a hundred takes longer
 */
record Latencies(double medianSeconds, double p99Seconds) {
  private static final double Z99 = 2.3263;

  static Latencies of(String text) {
    Latency latency = Latency.parse(text, 0);
    return new Latencies(latency.median().toMillis() / 1e3, latency.p99().toMillis() / 1e3);
  }

  double meanSeconds() {
    if (medianSeconds == 0) {
      return 0;
    }
    double sigma = Math.log(p99Seconds / medianSeconds) / Z99;
    return medianSeconds * Math.exp(sigma * sigma / 2);
  }
}
