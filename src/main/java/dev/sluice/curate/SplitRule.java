package dev.sluice.curate;

import dev.sluice.spend.WorkKey;
import java.io.Serializable;

/**
 * Which split a recording is in: a pure function of the seed and the recording, so that items of
 * one recording are never separated, and adding recordings never moves others. In a small dataset
 * the shares are met only roughly, and a split can be empty.
 *
 * @param seed the seed
 * @param train share of train, 0 to 1
 * @param validation share of validation, 0 to 1; the rest is test
 */
record SplitRule(long seed, double train, double validation) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int HEX_DIGITS = 13;

  static SplitRule from(CurateConf.Split conf) {
    return new SplitRule(conf.seed(), conf.train(), conf.validation());
  }

  /** {@code train}, {@code validation} or {@code test}. */
  String of(String recording) {
    return at(drawn(recording));
  }

  /** A number from 0 to below 1 that the seed draws for a text. */
  double drawn(String text) {
    // 52 bits of the hash fit a double exactly.
    String hash = WorkKey.sha256(seed + "\n" + text).substring(0, HEX_DIGITS);
    return Long.parseLong(hash, 16) / (double) (1L << (4 * HEX_DIGITS));
  }

  /** The split at a place from 0 to 1 in the deck that is dealt. */
  String at(double place) {
    if (place < train) {
      return "train";
    }
    return place < train + validation ? "validation" : "test";
  }
}
