package dev.sluice.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Something that happens to the run from outside, once a share of the creates was accepted.
 *
 * @param what what happens
 * @param after share of the creates, 0 to 1
 */
record Mishap(What what, double after) {
  /** What can happen. */
  enum What {
    /** A running executor dies at a random moment. */
    EXECUTOR,
    /** A worker dies, its executor with it, and comes back. */
    WORKER,
    /** The driver dies and is started again. */
    DRIVER,
    /** The emulator dies and comes back. */
    EMULATOR,
    /** The job is started a second time while it runs. */
    TWICE
  }

  /** So many of each, at random moments, in the order in which they happen. */
  static List<Mishap> drawn(Map<What, Integer> howMany, Random random) {
    List<Mishap> drawn = new ArrayList<>();
    for (What what : What.values()) {
      for (int i = 0; i < howMany.getOrDefault(what, 0); i++) {
        drawn.add(new Mishap(what, 0.05 + 0.85 * random.nextDouble()));
      }
    }
    drawn.sort(Comparator.comparingDouble(Mishap::after));
    return drawn;
  }
}
