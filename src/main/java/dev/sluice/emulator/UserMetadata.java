package dev.sluice.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The fields that clients keep with their videos: flat, of texts, numbers and truth values. */
final class UserMetadata {
  static final String FIELD = "user_metadata";

  private UserMetadata() {}

  /** Those of a JSON request; none is empty. */
  static ObjectNode read(Fields request) {
    return request
        .object(FIELD)
        .map(fields -> checked(fields.json()))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** Those of a form, where they are JSON in a text. */
  static ObjectNode read(Optional<String> text) {
    if (text.isEmpty() || text.get().isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return checked(Exchange.JSON.readTree(text.get()));
    } catch (JsonProcessingException e) {
      throw ApiError.invalid(FIELD, "It must be JSON in a text.");
    }
  }

  /** The old ones with changes: a null deletes a key. */
  static ObjectNode merged(ObjectNode old, ObjectNode changes) {
    ObjectNode merged = old.deepCopy();
    changes
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                merged.remove(change.getKey());
              } else {
                merged.set(change.getKey(), change.getValue());
              }
            });
    return merged;
  }

  private static ObjectNode checked(JsonNode json) {
    if (!json.isObject()) {
      throw ApiError.invalid(FIELD, "It must be an object.");
    }
    for (JsonNode value : json) {
      if (value.isContainerNode()) {
        throw ApiError.invalid(FIELD, "Its values must be strings, numbers or booleans.");
      }
    }
    return (ObjectNode) json;
  }
}
