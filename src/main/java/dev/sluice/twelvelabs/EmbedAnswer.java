package dev.sluice.twelvelabs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the vectors of a finished embedding task and checks that they can be computed with. */
record EmbedAnswer(List<Vector> data, JsonNode metadata) {

  /**
   * The segments, in time order within scope and modality.
   *
   * @throws IllegalArgumentException when the bytes are no such answer, or a vector is empty, zero,
   *     not finite or of another dimension than the first
   */
  static List<EmbeddedSegment> segments(byte[] answer) {
    return parse(answer).segments();
  }

  /** The same for vectors that are read already. */
  List<EmbeddedSegment> segments() {
    if (data == null || data.isEmpty()) {
      throw new IllegalArgumentException("an embedding answer without vectors");
    }
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      placed.add(place(i));
    }
    placed.sort(
        Comparator.comparing(Placed::scope)
            .thenComparing(Placed::modality)
            .thenComparingDouble(Placed::startSec)
            .thenComparingDouble(Placed::endSec));
    Map<String, Integer> numbers = new HashMap<>();
    List<EmbeddedSegment> segments = new ArrayList<>(placed.size());
    for (Placed p : placed) {
      int number = numbers.merge(p.scope() + "/" + p.modality(), 1, Integer::sum) - 1;
      segments.add(
          new EmbeddedSegment(
              p.scope(), number, p.startSec(), p.endSec(), p.modality(), p.vector()));
    }
    return List.copyOf(segments);
  }

  /**
   * The one vector of something that is not cut.
   *
   * @throws IllegalArgumentException when there is not exactly one, or it cannot be computed with
   */
  static float[] only(byte[] answer) {
    EmbedAnswer read = parse(answer);
    if (read.data == null || read.data.size() != 1) {
      throw new IllegalArgumentException("an embedding answer without exactly one vector");
    }
    Vector vector = read.data.get(0);
    read.check(0, vector == null ? null : vector.embedding());
    return vector.embedding();
  }

  private static EmbedAnswer parse(byte[] answer) {
    try {
      EmbedAnswer read = Json.MAPPER.readValue(answer, EmbedAnswer.class);
      if (read != null) {
        return read;
      }
    } catch (IOException e) {
      // The cause would quote the answer.
      throw new IllegalArgumentException(
          "not an embedding answer (" + e.getClass().getSimpleName() + ")");
    }
    throw new IllegalArgumentException("not an embedding answer (null)");
  }

  private Placed place(int index) {
    Vector vector = data.get(index);
    if (vector == null || vector.embeddingOption() == null || vector.embeddingScope() == null) {
      throw broken(index, "it does not say what of the video it stands for");
    }
    check(index, vector.embedding());
    Scope scope = scope(index, vector.embeddingScope());
    double start = vector.startSec() == null ? wholeStart(index, scope) : vector.startSec();
    double end = vector.endSec() == null ? wholeEnd(index, scope) : vector.endSec();
    if (!(start >= 0 && end > start && Double.isFinite(end))) {
      throw broken(index, "it covers no time: " + start + " to " + end + " s");
    }
    return new Placed(scope, vector.embeddingOption(), start, end, vector.embedding());
  }

  private void check(int index, float[] vector) {
    if (vector == null || vector.length == 0) {
      throw broken(index, "it is empty");
    }
    int dimension = data.get(0).embedding().length;
    if (vector.length != dimension) {
      throw broken(
          index, "it has %d numbers, the first has %d".formatted(vector.length, dimension));
    }
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (!Double.isFinite(squares)) {
      throw broken(index, "it holds numbers that are not finite");
    }
    if (squares == 0) {
      throw broken(index, "it is zero");
    }
  }

  private static Scope scope(int index, String name) {
    return switch (name) {
      case "clip" -> Scope.CLIP;
      case "asset", "video" -> Scope.VIDEO;
      default -> throw broken(index, "unknown scope " + Scrub.withoutKey(name));
    };
  }

  private double wholeStart(int index, Scope scope) {
    requireWhole(index, scope);
    return metadata == null ? 0 : metadata.path("start_offset_sec").asDouble(0);
  }

  private double wholeEnd(int index, Scope scope) {
    requireWhole(index, scope);
    if (metadata == null) {
      return 0;
    }
    JsonNode end = metadata.path("end_offset_sec");
    return end.isNumber() ? end.asDouble() : metadata.path("duration").asDouble(0);
  }

  private static void requireWhole(int index, Scope scope) {
    if (scope != Scope.VIDEO) {
      throw broken(index, "it does not say which time it covers");
    }
  }

  private static IllegalArgumentException broken(int index, String why) {
    return new IllegalArgumentException("vector %d cannot be used: %s".formatted(index, why));
  }

  record Vector(
      float[] embedding,
      String embeddingOption,
      String embeddingScope,
      Double startSec,
      Double endSec) {}

  private record Placed(
      Scope scope, String modality, double startSec, double endSec, float[] vector) {}
}
