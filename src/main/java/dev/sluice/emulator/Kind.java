package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * What sets uploads, videos of indexes, embed tasks and analyze tasks apart.
 *
 * @param <R> what work on one gives
 * @param <T> one of them
 */
interface Kind<R, T extends Work<R>> {
  Operation operation();

  /** The stage of something just accepted. */
  String firstWord();

  /** The stage of something that is worked on. */
  default String workingWord() {
    return "processing";
  }

  /** Makes one again from what was kept when it was accepted. */
  T remade(Piece<R> piece, ObjectNode kept) throws IOException;

  /** Works on one; the same again gives an equal result. */
  R work(T task) throws Exception;

  /** What its client is told when work fails on purpose. */
  String failure();

  /** What to keep of a result; empty when working again is as good. */
  Optional<JsonNode> kept(R result);

  /** Forgets what only the work needed; its end is on disk. */
  default void settled(T task) throws IOException {}

  /** Takes in a change that came after it was accepted, and is kept. */
  default void amended(T task, JsonNode change) {
    throw new IllegalStateException("nothing changes in " + operation().key());
  }

  /** A result from what was kept of it. */
  R result(T task, JsonNode kept) throws IOException;
}
