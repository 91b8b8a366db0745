package dev.sluice.ingest;

import java.util.Set;

/**
 * Why a manifest row does not go through.
 *
 * @param reason code in lower snake case
 * @param detail what is wrong and what to do
 */
record Refusal(String reason, String detail) {
  /** The provider does not know the video. */
  static final String UNKNOWN_ASSET = "unknown_asset";

  /** The row has no video_id; its key is made of its uri. */
  static final String NULL_ID = "null_id";

  /** Another row has the video_id; its key is that id with a number behind it. */
  static final String DUPLICATE_ID = "duplicate_id";

  /** This run has no driver for the store. */
  private static final String NO_DRIVER = "unknown_scheme";

  /** The video was taken down. Never written: the row would name it. */
  static final String FORGOTTEN = "forgotten";

  /** No row means anything: no further question to the provider can succeed. Never written. */
  static final String PROVIDER_STOPPED = "provider_stopped";

  /** Reasons that can go away while the file stays the same. */
  private static final Set<String> PASSING =
      Set.of(
          "missing_file",
          "access_denied",
          "unreadable",
          "unreachable",
          NO_DRIVER,
          "redirect_refused",
          "changed_while_read",
          "asset_not_ready",
          UNKNOWN_ASSET,
          "decoder_hangs",
          "decoder_killed");

  /** Reasons that only reading the file brings out. */
  private static final Set<String> BY_READING =
      Set.of(
          "not_a_video",
          "no_video_stream",
          "truncated",
          "no_duration",
          "decoder_error",
          "decoder_aborts");

  /** Reasons that tell of a store, its network, our permissions or this machine. */
  static final Set<String> NOT_OF_THE_FILE =
      Set.of("access_denied", "unreadable", "unreachable", "decoder_killed");

  /** Whether it says nothing of the file, so that what was accepted stays. */
  boolean saysNothingOfTheFile() {
    return NOT_OF_THE_FILE.contains(reason) || reason.equals(NO_DRIVER);
  }

  boolean replayable() {
    return PASSING.contains(reason);
  }

  /** Whether the answer holds as long as the file does not change. */
  boolean holdsWhileUnchanged() {
    return !PASSING.contains(reason);
  }

  /** Whether reading the file gave this answer, so that reading it again would give it again. */
  boolean cameFromReading() {
    return BY_READING.contains(reason);
  }
}
