package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A video that exists by name only: a link the emulator never follows.
 *
 * @param id its number
 * @param seconds how long it says it is
 */
record Clip(int id, double seconds) {
  private static final long SEED = 51;

  /** Clips of ten seconds. */
  static List<Clip> alike(int n) {
    List<Clip> clips = new ArrayList<>();
    for (int id = 0; id < n; id++) {
      clips.add(new Clip(id, 10));
    }
    return clips;
  }

  /** Clips of ten seconds to ten minutes, half of them below 77 s; the same ones every time. */
  static List<Clip> ofDifferentLength(int n) {
    Random random = new Random(SEED);
    List<Clip> clips = new ArrayList<>();
    for (int id = 0; id < n; id++) {
      clips.add(new Clip(id, Math.rint(10 * Math.pow(60, random.nextDouble()))));
    }
    return clips;
  }

  String link() {
    return String.format(Locale.ROOT, "https://clips.invalid/%06d.mp4?seconds=%.0f", id, seconds);
  }

  /** The number of the clip that a link leads to. */
  static int idOf(String link) {
    return Integer.parseInt(link.replaceAll(".*/(\\d+)\\.mp4.*", "$1"));
  }

  double minutes() {
    return seconds / 60;
  }
}
