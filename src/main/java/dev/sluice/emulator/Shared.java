package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Long values that come again in request after request, a prompt or a schema: held once in memory
 * and written once to disk. Thread-safe.
 */
final class Shared {
  private static final List<String> FIELDS = List.of("prompt", "response_format");

  private final StateFile file;
  private final List<JsonNode> values = new ArrayList<>();
  private final Map<JsonNode, Integer> numbers = new HashMap<>();

  Shared(StateFile file) {
    this.file = file;
  }

  /** Replaces the long values of a request by the ones held, and gives it back. */
  synchronized ObjectNode held(ObjectNode request) {
    for (String field : FIELDS) {
      JsonNode value = request.get(field);
      if (value != null) {
        request.set(field, values.get(number(value)));
      }
    }
    return request;
  }

  /** A copy of a request, short enough to be kept on disk. */
  synchronized ObjectNode packed(ObjectNode request) {
    ObjectNode packed = JsonNodeFactory.instance.objectNode().setAll(request);
    for (String field : FIELDS) {
      if (packed.has(field)) {
        packed.put(field, number(packed.get(field)));
      }
    }
    return packed;
  }

  /** Makes a packed request whole again. */
  synchronized ObjectNode unpacked(ObjectNode packed) {
    for (String field : FIELDS) {
      if (packed.has(field)) {
        packed.set(field, values.get(packed.get(field).asInt()));
      }
    }
    return packed;
  }

  /** Takes in a value that was read from disk. */
  synchronized void remember(JsonNode value) {
    numbers.put(value, values.size());
    values.add(value);
  }

  private int number(JsonNode value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    file.append(JsonNodeFactory.instance.objectNode().set("shared", value));
    remember(value);
    return values.size() - 1;
  }
}
