package dev.sluice.calls;

import dev.sluice.provider.EmbeddedSegment;
import java.io.Serializable;
import java.util.List;

/** Reads stored embed answers wherever a task runs. Pure. */
@FunctionalInterface
public interface EmbeddingReader extends Serializable {
  /**
   * The vectors in an answer.
   *
   * @param answer the bytes of a {@code responses} row
   * @throws IllegalArgumentException when these bytes are no such answer
   */
  List<EmbeddedSegment> read(byte[] answer);
}
