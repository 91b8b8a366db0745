package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.provider.EmbeddedSegment;
import java.util.List;
import java.util.Optional;

/** The vectors stored with a video of an index: those of a task's answer under other names. */
record StoredAnswer(Embedding embedding) {

  /**
   * The segments, in time order within scope and modality.
   *
   * @throws IllegalArgumentException as {@link EmbedAnswer#segments}
   */
  static List<EmbeddedSegment> segments(byte[] answer) {
    List<EmbedAnswer.Vector> vectors =
        Json.read(answer, StoredAnswer.class)
            .flatMap(read -> Optional.ofNullable(read.embedding()))
            .flatMap(read -> Optional.ofNullable(read.videoEmbedding()))
            .flatMap(read -> Optional.ofNullable(read.segments()))
            .orElseThrow(() -> new IllegalArgumentException("a video without stored vectors"))
            .stream()
            .map(segment -> segment == null ? null : segment.vector())
            .toList();
    return new EmbedAnswer(vectors, null).segments();
  }

  /** The model that made them, as the provider names it; {@code ""} when it does not. */
  static String model(byte[] answer) {
    return Json.read(answer, Named.class)
        .flatMap(read -> Optional.ofNullable(read.embedding()))
        .flatMap(read -> Optional.ofNullable(read.modelName()))
        .orElse("");
  }

  /** As much as says whose vectors they are: they need not all be read for that. */
  private record Named(Model embedding) {}

  private record Model(String modelName) {}

  record Embedding(VideoEmbedding videoEmbedding) {}

  record VideoEmbedding(List<Segment> segments) {}

  record Segment(
      @JsonProperty("float") float[] numbers,
      String embeddingOption,
      String embeddingScope,
      Double startOffsetSec,
      Double endOffsetSec) {

    EmbedAnswer.Vector vector() {
      return new EmbedAnswer.Vector(
          numbers, embeddingOption, embeddingScope, startOffsetSec, endOffsetSec);
    }
  }
}
