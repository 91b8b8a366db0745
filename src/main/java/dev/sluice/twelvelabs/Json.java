package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** JSON as this API writes it: snake case, unknown fields and enum values ignored. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // "0.1", true or null where a vector needs a number must not become a number.
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** The bytes as this record, or empty when they are no such JSON object. */
  static <T> Optional<T> read(byte[] bytes, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(bytes, type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * A time as this API writes it.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(String.valueOf(text)).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("an entry has no time where it needs one", e);
    }
  }

  /** Whether the bytes begin like a JSON object, without reading them. */
  static boolean beginsObject(byte[] bytes) {
    for (byte b : bytes) {
      if (b > ' ') {
        return b == '{';
      }
    }
    return false;
  }

  /** The bytes as a JSON object, or empty. */
  static Optional<JsonNode> object(byte[] bytes) {
    return read(bytes, JsonNode.class).filter(JsonNode::isObject);
  }
}
