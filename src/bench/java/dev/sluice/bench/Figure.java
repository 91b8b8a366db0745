package dev.sluice.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One measured figure, printed as one line.
 *
 * @param name what was measured, with its unit at the end
 * @param n how many works or vectors
 * @param d length of the vectors
 * @param cores cores that did them
 * @param ours our value
 * @param peer what it is compared with: a peer's value, or a limit; empty where there is neither
 */
record Figure(String name, long n, int d, int cores, double ours, OptionalDouble peer) {
  /** Length of the emulator's vectors: every answer carries some of them. */
  private static final int DIMENSION = 512;

  static Figure of(String name, long n, int cores, double ours) {
    return new Figure(name, n, DIMENSION, cores, ours, OptionalDouble.empty());
  }

  static Figure count(String name, long n, int cores, long ours) {
    return of(name, n, cores, (double) ours);
  }

  static Figure count(String name, long n, int cores, long ours, long peer) {
    return of(name, n, cores, (double) ours, (double) peer);
  }

  static Figure of(String name, long n, int cores, double ours, double peer) {
    return new Figure(name, n, DIMENSION, cores, ours, OptionalDouble.of(peer));
  }

  /** The line; the ratio is ours ÷ peer. */
  String line() {
    boolean comparable = peer.isPresent() && peer.getAsDouble() != 0;
    return "bench %s n=%d d=%d cores=%d ours=%s peer=%s ratio=%s"
        .formatted(
            name,
            n,
            d,
            cores,
            number(ours),
            peer.isPresent() ? number(peer.getAsDouble()) : "-",
            comparable ? String.format(Locale.ROOT, "%.3f", ours / peer.getAsDouble()) : "-");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
