package dev.sluice.provider;

import java.util.ArrayList;
import java.util.List;

/** How a provider cuts a video into clips. */
public sealed interface Segmentation {

  /** What becomes of a last clip that is shorter than the others. */
  enum Tail {
    /** It is kept, however short: {@code /embed-v2}. */
    KEPT,
    /** It is left out when it is shorter than 2 s: {@code /embed} and its tasks. */
    LEFT_OUT_BELOW_2_SEC;

    private double shortestSec() {
      return this == KEPT ? 0 : 2;
    }
  }

  /**
   * Cuts a stretch of video into clips of one length: contiguous, in order, from its start. Pure.
   * 31 s in clips of 6 s are five clips, and a sixth of 1 s where a short tail is kept.
   *
   * @param seconds length of a clip, above 0
   */
  static List<Span> cut(Span span, double seconds, Tail tail) {
    List<Span> clips = new ArrayList<>();
    // Frames are longer than a millisecond: what is shorter is a rounding error.
    double rounding = 1e-3;
    for (int i = 0; span.startSec() + i * seconds < span.endSec() - rounding; i++) {
      double start = span.startSec() + i * seconds;
      Span clip = new Span(start, Math.min(start + seconds, span.endSec()));
      if (clip.lengthSec() >= Math.min(seconds, tail.shortestSec()) - rounding) {
        clips.add(clip);
      }
    }
    return clips;
  }

  /**
   * Clips of one length; the last may be shorter.
   *
   * @param durationSec 2 to 10 seconds
   */
  record Fixed(double durationSec) implements Segmentation {
    /** Rejects lengths that providers refuse. */
    public Fixed {
      if (!(durationSec >= 2 && durationSec <= 10)) {
        throw new IllegalArgumentException(
            "fixed segments last 2 to 10 seconds, not " + durationSec);
      }
    }
  }

  /**
   * Clips cut at changes of the picture.
   *
   * @param minDurationSec 2 to 5 seconds
   */
  record Dynamic(double minDurationSec) implements Segmentation {
    /** Rejects lengths that providers refuse. */
    public Dynamic {
      if (!(minDurationSec >= 2 && minDurationSec <= 5)) {
        throw new IllegalArgumentException(
            "dynamic segments last at least 2 to 5 seconds, not " + minDurationSec);
      }
    }
  }
}
