package dev.sluice.provider;

/** How a provider cuts a video into clips. */
public sealed interface Segmentation {

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
