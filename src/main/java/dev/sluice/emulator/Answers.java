package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gives the answers to what was accepted. The same question gets an equal answer. Thread-safe. */
interface Answers {

  /** Measures a file; the client is told when it is no video. */
  Footage measure(Path file) throws Exception;

  /** Measures a file that is a picture; the client is told when it cannot be used. */
  Footage measurePicture(Path file) throws Exception;

  /** Gets the video behind a link into a file, and measures it. */
  Footage fetch(String url, Path target) throws Exception;

  /** Gets the picture behind a link into a file, and measures it. */
  Footage fetchPicture(String url, Path target) throws Exception;

  /** The length of a source in seconds, as far as it is known before its work begins. */
  OptionalDouble lengthSec(Source source);

  /** What it can look at and listen to: {@code visual}, {@code audio}, {@code transcription}. */
  List<String> options();

  /** The vectors asked for. */
  Embedding embed(EmbedOrder order) throws Exception;

  /** The vectors of a video for an index, and what was measured about it. */
  Indexed index(EmbedOrder order) throws Exception;

  /** The vector of a picture, of length 1. */
  float[] picture(Source source) throws Exception;

  /** What to keep of vectors, or empty when they are given again as easily. */
  Optional<JsonNode> kept(Embedding embedding);

  /**
   * The answer asked for.
   *
   * @param id of the task that asks
   */
  Answer analyze(AnalyzeOrder order, String id) throws Exception;

  /** Forgets what only the work needed, when its result is kept. */
  void release(Source source) throws IOException;

  /** What gives the vectors, as every answer says it. */
  String embeddingModel();

  /** What answers questions, as every answer says it. */
  String answerModel();

  /** Both. */
  default String allModels() {
    return embeddingModel() + ", " + answerModel();
  }
}
