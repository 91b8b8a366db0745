package dev.sluice.twelvelabs;

/** How far one HTTP request got. */
sealed interface Exchange {

  /** Answered in full. */
  record Answered(Reply reply) implements Exchange {}

  /** No byte of it left: nothing can have been accepted. */
  record NotSent(String message) implements Exchange {}

  /** Some or all of it left and no usable answer came back. */
  record Lost(String message) implements Exchange {}

  /** A successful answer that is larger than we are ready to hold. */
  record TooLarge(String message) implements Exchange {}

  /**
   * Our own file could not be read to its end, so the request was never complete.
   *
   * @param code reason in lower snake case
   * @param lasting whether reading again would fail in the same way
   */
  record SourceFailed(String code, boolean lasting, String message) implements Exchange {}
}
