package dev.sluice.emulator;

import dev.sluice.media.MediaFacts;
import java.nio.file.Path;

/**
 * A video or a picture that can be looked at. It has no name: nothing but its bytes may influence
 * an answer.
 *
 * @param file where its bytes are
 * @param facts what was measured about it; a picture is one frame
 * @param identity stands for its content where answers are made up, else {@code ""}
 */
record Footage(Path file, MediaFacts facts, String identity) {
  private static final String PICTURE = "picture";
  private static final double FPS = 25;

  /** A picture. */
  static Footage picture(Path file, int width, int height, long bytes, String identity) {
    MediaFacts facts = new MediaFacts(1 / FPS, width, height, FPS, bytes, PICTURE, false);
    return new Footage(file, facts, identity);
  }

  boolean isPicture() {
    return facts.videoCodec().equals(PICTURE);
  }
}
