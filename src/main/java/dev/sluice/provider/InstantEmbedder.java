package dev.sluice.provider;

import java.util.List;

/** Embeds words, pictures and short videos in one exchange, in the space of the video vectors. */
public interface InstantEmbedder {

  /**
   * Embeds one input. <b>Pays.</b> Not idempotent: two calls pay twice, and no list tells later
   * what was accepted, so {@link CallOutcome.Unsure} stays unsure.
   *
   * @param model for example {@code marengo3.0}
   * @param gate asked right before the request leaves
   * @return {@link CallOutcome.Done} with the vectors, or why not; its reference names the route,
   *     as there is no task
   */
  CallOutcome embed(String model, EmbedInput input, SendGate gate);

  /**
   * The one vector of words or a picture. Pure.
   *
   * @throws IllegalArgumentException when these bytes hold no such answer, or not one vector
   */
  float[] vector(byte[] answer);

  /**
   * The vectors of a video that was cut. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no such answer
   */
  List<EmbeddedSegment> segments(byte[] answer);
}
