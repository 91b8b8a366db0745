package dev.sluice.classify;

import java.util.List;

/** How much of a video's time clips cover. Pure. */
final class Coverage {
  private Coverage() {}

  /**
   * Time of the union of the clips ÷ the video's, 0 to 1; time that several clips cover counts
   * once.
   *
   * <p>Worked by hand: clips 0–6, 4–8 and 10–12 s of a video of 20 s cover 8 + 2 = 10 s: 0.5.
   *
   * @param clips in the order of {@link Seen#ORDER}
   * @param durationSec length of the video; 0 or less covers nothing
   */
  static double ratio(List<Seen> clips, double durationSec) {
    if (!(durationSec > 0)) {
      return 0;
    }
    double covered = 0;
    double until = Double.NEGATIVE_INFINITY;
    for (Seen clip : clips) {
      covered += Math.max(0, clip.endSec() - Math.max(clip.startSec(), until));
      until = Math.max(until, clip.endSec());
    }
    return Math.min(1, covered / durationSec);
  }

  /**
   * The highest threshold at which a class would be assigned: the clips with this cosine or more
   * cover the ratio, those above it do not. Negative infinity when all clips together do not. So
   * whether a class is assigned hangs on one number per video, and thresholds can be compared.
   *
   * <p>Worked by hand: of a video of 10 s, 0–4 s has cosine 0.3, 4–8 s 0.2 and 8–10 s 0.1; half of
   * it is covered by the first two and not by the first, so the answer is 0.2.
   *
   * @param clips in the order of {@link Seen#ORDER}
   */
  static double critical(List<Seen> clips, double durationSec, double minRatio) {
    double[] cosines = clips.stream().mapToDouble(Seen::cosine).distinct().sorted().toArray();
    int low = -1;
    int high = cosines.length;
    // The ratio falls as the threshold rises: at low it is reached, at high it is not.
    while (high - low > 1) {
      int middle = (low + high) / 2;
      double threshold = cosines[middle];
      if (ratio(atLeast(clips, threshold), durationSec) >= minRatio) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low < 0 ? Double.NEGATIVE_INFINITY : cosines[low];
  }

  /** The clips whose cosine is the threshold or more. */
  static List<Seen> atLeast(List<Seen> clips, double threshold) {
    return clips.stream().filter(clip -> clip.cosine() >= threshold).toList();
  }
}
