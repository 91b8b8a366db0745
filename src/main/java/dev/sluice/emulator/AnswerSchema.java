package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The shape of an answer: an object of texts and of choices among words. The real service takes
 * more kinds; what the local detector could not fill honestly is refused.
 *
 * @param json the schema as it came
 */
record AnswerSchema(JsonNode json) {
  /** The real service answers 422 to these. */
  private static final Set<String> UNSUPPORTED =
      Set.of("minLength", "maxLength", "additionalProperties", "uniqueItems", "maxItems");

  static AnswerSchema read(JsonNode schema) {
    refuseUnsupported(schema);
    if (!schema.path("type").asText().equals("object") || !schema.path("properties").isObject()) {
      throw refused("the top level must be an object with properties");
    }
    schema
        .get("properties")
        .properties()
        .forEach(
            property -> {
              if (!property.getValue().path("type").asText().equals("string")) {
                throw refused(property.getKey() + " must be a string");
              }
            });
    return new AnswerSchema(schema);
  }

  /** An answer of this shape. */
  ObjectNode fill(Function<List<String>, String> choose, String text) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : json.get("properties").properties()) {
      List<String> choices = new ArrayList<>();
      property.getValue().path("enum").forEach(choice -> choices.add(choice.asText()));
      answer.put(property.getKey(), choices.isEmpty() ? text : choose.apply(choices));
    }
    return answer;
  }

  private static void refuseUnsupported(JsonNode node) {
    node.properties()
        .forEach(
            field -> {
              if (UNSUPPORTED.contains(field.getKey())) {
                throw ApiError.plain(
                    422,
                    "parameter_invalid",
                    "The schema keyword %s is not supported.".formatted(field.getKey()));
              }
            });
    node.forEach(AnswerSchema::refuseUnsupported);
  }

  private static ApiError refused(String why) {
    return ApiError.invalid("response_format.json_schema", "For the emulator, " + why + ".");
  }
}
