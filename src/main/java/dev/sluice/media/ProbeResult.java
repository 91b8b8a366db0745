package dev.sluice.media;

/** What measuring a video file gave. */
public sealed interface ProbeResult {

  /**
   * It is a video that can be decoded.
   *
   * @param facts its facts
   */
  record Facts(MediaFacts facts) implements ProbeResult {}

  /**
   * It is not.
   *
   * @param reason code in lower snake case: {@code empty_file}, {@code not_a_video}, {@code
   *     no_video_stream}, {@code truncated}, {@code decoder_error}, {@code decoder_aborts}, {@code
   *     decoder_hangs}, {@code decoder_killed}, {@code no_duration}; for links also what their
   *     server is refused for
   * @param detail what is wrong and what to do, for a person
   */
  record Unreadable(String reason, String detail) implements ProbeResult {}
}
