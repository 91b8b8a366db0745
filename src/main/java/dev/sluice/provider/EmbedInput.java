package dev.sluice.provider;

/** Something small enough that its vectors come with the answer. */
public sealed interface EmbedInput {

  /**
   * Words.
   *
   * @param text at most 500 tokens for {@code marengo3.0}, 2,000 for {@code marengo3.5}
   */
  record Text(String text) implements EmbedInput {}

  /**
   * A picture.
   *
   * @param source JPEG or PNG of at least 128x128 pixels and at most 32 MB
   */
  record Image(MediaSource source) implements EmbedInput {}

  /**
   * A picture and words about it, as one vector.
   *
   * @param text the words
   * @param source the picture
   */
  record TextImage(String text, MediaSource source) implements EmbedInput {}

  /**
   * A short video: at most 10 minutes for {@code marengo3.0}, 30 seconds and one vector for {@code
   * marengo3.5}.
   *
   * @param source the video
   * @param request what to embed of it
   */
  record Video(MediaSource source, EmbedRequest request) implements EmbedInput {}
}
