package dev.sluice.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the {@code samples.json} of a data set that FiftyOne exported. */
final class FiftyOneSamples {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SPLITS = Set.of("train", "validation", "val", "test");
  private static final Set<String> TAKEN = Set.of("filepath", "tags", "metadata", "ground_truth");

  private FiftyOneSamples() {}

  /**
   * Reads one sample after another; what is kept of each is held, the rest of it is not.
   *
   * @throws IllegalArgumentException when it is no JSON object, or holds no list named samples
   * @throws IOException when it cannot be read, or is not JSON
   */
  static List<Listed> read(InputStream in) throws IOException {
    List<Listed> samples = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("samples");
        JsonToken value = parser.nextToken();
        if (!wanted || value != JsonToken.START_ARRAY) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          samples.add(sample(JSON.readTree(parser)));
        }
        return samples;
      }
    }
    throw new IllegalArgumentException("it holds no list named samples");
  }

  private static Listed sample(JsonNode sample) {
    JsonNode metadata = sample.path("metadata");
    List<String> tags = new ArrayList<>();
    sample.path("tags").forEach(t -> tags.add(t.asText()));
    Map<String, String> attributes = new TreeMap<>();
    if (!tags.isEmpty()) {
      attributes.put("tags", String.join(",", tags));
    }
    sample
        .properties()
        .forEach(
            field -> {
              if (!TAKEN.contains(field.getKey()) && field.getValue().isValueNode()) {
                put(attributes, field.getKey(), field.getValue());
              }
            });
    return new Listed(
        text(sample.path("filepath")),
        text(sample.path("ground_truth").path("label")),
        tags.stream().filter(SPLITS::contains).findFirst().orElse(null),
        metadata.path("duration").isNumber() ? metadata.path("duration").asDouble() : null,
        metadata.path("frame_width").isInt() ? metadata.path("frame_width").asInt() : null,
        metadata.path("frame_height").isInt() ? metadata.path("frame_height").asInt() : null,
        attributes);
  }

  private static void put(Map<String, String> attributes, String name, JsonNode value) {
    if (!value.isNull()) {
      attributes.put(name, value.asText());
    }
  }

  private static String text(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
  }
}
