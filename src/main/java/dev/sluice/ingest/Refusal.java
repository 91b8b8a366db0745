package dev.sluice.ingest;

import java.util.Set;

/**
 * Why a manifest row does not go through.
 *
 * @param reason code in lower snake case
 * @param detail what is wrong and what to do
 */
record Refusal(String reason, String detail) {
  /** Reasons that can go away while the file stays the same. */
  private static final Set<String> PASSING =
      Set.of(
          "missing_file",
          "access_denied",
          "unreadable",
          "unreachable",
          "changed_while_read",
          "decoder_hangs");

  /** Reasons that only reading the file brings out. */
  private static final Set<String> BY_READING =
      Set.of(
          "not_a_video",
          "no_video_stream",
          "truncated",
          "no_duration",
          "decoder_error",
          "decoder_aborts",
          "decoder_hangs");

  boolean replayable() {
    return PASSING.contains(reason);
  }

  /** Whether the answer holds as long as the file does not change. */
  boolean holdsWhileUnchanged() {
    return !PASSING.contains(reason) || BY_READING.contains(reason);
  }

  /** Whether reading the file gave this answer, so that reading it again would give it again. */
  boolean cameFromReading() {
    return BY_READING.contains(reason);
  }
}
