package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A JSON object of a request, read strictly: a wrong type or an unknown field is the client's
 * error.
 *
 * @param json the object
 * @param path where it stands in the request, for messages; empty at the top
 */
record Fields(JsonNode json, String path) {

  /** Refuses fields that are not among the known ones. */
  Fields only(Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw ApiError.plain(
                    400, "parameter_unknown", "The %s parameter is unknown.".formatted(at(name)));
              }
            });
    return this;
  }

  Optional<Fields> object(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isObject()) {
                throw wrong(name, value, "object");
              }
              return new Fields(value, at(name));
            });
  }

  Optional<String> text(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrong(name, value, "string");
              }
              return value.asText();
            });
  }

  OptionalDouble number(String name, double least, double most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!value.get().isNumber()) {
      throw wrong(name, value.get(), "number");
    }
    double number = value.get().asDouble();
    if (!(number >= least && number <= most)) {
      throw ApiError.invalid(at(name), "It must be between %s and %s.".formatted(least, most));
    }
    return OptionalDouble.of(number);
  }

  /** A list of words, each among the allowed ones; the default when it is absent. */
  List<String> words(String name, List<String> allowed, List<String> otherwise) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!value.get().isArray() || value.get().isEmpty()) {
      throw wrong(name, value.get(), "array");
    }
    List<String> words = new ArrayList<>();
    for (JsonNode word : value.get()) {
      if (!allowed.contains(word.asText())) {
        throw ApiError.invalid(
            at(name), "%s is not one of %s.".formatted(word.asText(), String.join(", ", allowed)));
      }
      if (!words.contains(word.asText())) {
        words.add(word.asText());
      }
    }
    return List.copyOf(words);
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
  }

  private ApiError wrong(String name, JsonNode value, String expected) {
    return ApiError.invalid(
        at(name),
        "received %s, but expected %s"
            .formatted(value.getNodeType().name().toLowerCase(Locale.ROOT), expected));
  }
}
