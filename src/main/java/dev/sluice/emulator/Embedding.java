package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The finished work of an {@link EmbedOrder}.
 *
 * @param durationSec length of the video, seconds
 * @param entries gives its vectors, always the same ones
 */
record Embedding(double durationSec, Supplier<List<Entry>> entries) {
  /**
   * The real model's dimension. The first 384 are appearance, the rest zeros: object scores in them
   * would let text meet video, but measured clusters of the demo clips got worse with every weight.
   */
  static final int DIMENSION = 512;

  static final String VISUAL = "visual";

  /**
   * One vector.
   *
   * @param option what it is of, for example {@code visual}
   * @param scope {@code clip} or {@code asset}
   * @param span what it stands for
   * @param vector of length 1
   */
  record Entry(String option, String scope, Span span, float[] vector) {}

  static Embedding of(EmbedOrder order, double durationSec, Span span, List<Eyes.Look> looks) {
    List<Entry> entries = entries(order, span, looks);
    return new Embedding(durationSec, () -> entries);
  }

  /** What is needed to have it again; what is kept was looked at, and so is of pictures. */
  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("duration_sec", durationSec);
    ArrayNode all = json.putArray("entries");
    for (Entry entry : entries.get()) {
      ObjectNode one = all.addObject().put("scope", entry.scope());
      one.put("start_sec", entry.span().startSec()).put("end_sec", entry.span().endSec());
      ArrayNode vector = one.putArray("vector");
      for (float value : entry.vector()) {
        vector.add(value);
      }
    }
    return json;
  }

  /** Has one again. */
  static Embedding read(JsonNode json) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode one : json.get("entries")) {
      Span span = new Span(one.get("start_sec").asDouble(), one.get("end_sec").asDouble());
      JsonNode numbers = one.get("vector");
      float[] vector = new float[numbers.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = numbers.get(i).floatValue();
      }
      entries.add(new Entry(VISUAL, one.get("scope").asText(), span, vector));
    }
    return new Embedding(json.get("duration_sec").asDouble(), () -> entries);
  }

  private static List<Entry> entries(EmbedOrder order, Span span, List<Eyes.Look> looks) {
    List<Entry> entries = new ArrayList<>();
    if (order.wanted().clips()) {
      for (Span clip : order.segments().cut(span, looks)) {
        entries.add(new Entry(VISUAL, "clip", clip, Unit.mean(within(clip, looks), DIMENSION)));
      }
    }
    if (order.wanted().whole()) {
      entries.add(new Entry(VISUAL, "asset", span, Unit.mean(within(span, looks), DIMENSION)));
    }
    return entries;
  }

  /** The looks inside a clip, or the nearest one to its middle. */
  private static List<float[]> within(Span clip, List<Eyes.Look> looks) {
    List<float[]> inside =
        looks.stream()
            .filter(look -> look.atSec() >= clip.startSec() && look.atSec() < clip.endSec())
            .map(Eyes.Look::vector)
            .toList();
    if (!inside.isEmpty()) {
      return inside;
    }
    double middle = (clip.startSec() + clip.endSec()) / 2;
    Eyes.Look nearest = looks.get(0);
    for (Eyes.Look look : looks) {
      if (Math.abs(look.atSec() - middle) < Math.abs(nearest.atSec() - middle)) {
        nearest = look;
      }
    }
    return List.of(nearest.vector());
  }
}
