package dev.sluice.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.text.Levenshtein;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Binds YAML to records and collects every problem on the way. */
final class SpecBinder {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(new JavaTimeModule())
          .build();

  private final List<String> problems = new ArrayList<>();

  /** One sentence per problem so far. */
  List<String> problems() {
    return problems;
  }

  /** Notes a problem found elsewhere. */
  void problem(String text) {
    problems.add(text);
  }

  /** The record that a node says, or empty when there was a problem. */
  <T extends Record> Optional<T> bind(JsonNode node, Class<T> type, String path) {
    int before = problems.size();
    check(node, type, path);
    if (problems.size() > before) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.treeToValue(node, type));
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String at = at(e);
      problems.add(join(path, at) + ": " + cause.getMessage());
    } catch (JsonProcessingException e) {
      problems.add(path + ": " + e.getOriginalMessage());
    }
    return Optional.empty();
  }

  private static String at(ValueInstantiationException e) {
    StringBuilder path = new StringBuilder();
    e.getPath().stream()
        .filter(ref -> ref.getFieldName() != null)
        .forEach(ref -> path.append(path.isEmpty() ? "" : ".").append(ref.getFieldName()));
    return path.toString();
  }

  private void check(JsonNode node, Class<?> record, String path) {
    if (node.isNull()) {
      return;
    }
    if (!node.isObject()) {
      problems.add(path + ": expected a block of keys, found " + found(node));
      return;
    }
    List<String> known = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String key = kebab(component.getName());
      known.add(key);
      JsonNode value = node.get(key);
      if (value != null && !value.isNull()) {
        checkValue(value, component, join(path, key));
      }
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!known.contains(name)) {
        problems.add(
            "%s: unknown key; did you mean %s? (known: %s)"
                .formatted(join(path, name), nearest(name, known), String.join(", ", known)));
      }
    }
  }

  private void checkValue(JsonNode value, RecordComponent component, String path) {
    if (component.getType().isRecord()) {
      check(value, component.getType(), path);
      return;
    }
    Optional<Class<?>> element = records(component);
    if (element.isPresent() && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), element.get(), "%s[%d]".formatted(path, i));
      }
      return;
    }
    try {
      MAPPER.convertValue(value, MAPPER.getTypeFactory().constructType(component.getGenericType()));
    } catch (IllegalArgumentException e) {
      problems.add("%s: expected %s, found %s".formatted(path, expected(component), found(value)));
    }
  }

  private static Optional<Class<?>> records(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] instanceof Class<?> element
            && element.isRecord()
        ? Optional.of(element)
        : Optional.empty();
  }

  private static String expected(RecordComponent component) {
    String type = component.getType().getSimpleName();
    return switch (type) {
      case "Integer", "int", "Long", "long" -> "a whole number";
      case "Double", "double" -> "a number";
      case "Boolean", "boolean" -> "true or false";
      case "List" -> "a list";
      case "Map" -> "a block of keys";
      case "LocalDate" -> "a date like 2026-07-30";
      default -> "text";
    };
  }

  private static String found(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static String nearest(String name, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> Levenshtein.distance(name, candidate)))
        .orElse("nothing");
  }

  static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
  }
}
