package dev.sluice.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shape of one JSON document of the TwelveLabs wire, by an example of it under {@code
 * dev/sluice/twelvelabs/contract}. Used against the client and against the emulator, so that both
 * speak the same.
 *
 * <p>In an example, a field name that ends in {@code ?} may be missing; {@code null} stands for any
 * value; the elements of an array are like its first.
 */
public final class WireContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final JsonNode example;

  private WireContract(String name, JsonNode example) {
    this.name = name;
    this.example = example;
  }

  /**
   * Reads an example.
   *
   * @param name the file name without its ending, for example {@code embed-ready}
   */
  public static WireContract of(String name) {
    String path = "/dev/sluice/twelvelabs/contract/" + name + ".json";
    try (InputStream in = WireContract.class.getResourceAsStream(path)) {
      return new WireContract(name, JSON.readTree(in));
    } catch (IOException e) {
      throw new IllegalArgumentException("no contract example " + path, e);
    }
  }

  /** The example as a document, all optional fields given. */
  public String body() {
    return plain(example).toString();
  }

  /** The example as a tree that the caller may change. */
  public ObjectNode tree() {
    return (ObjectNode) plain(example);
  }

  /** Every documented field is there and of its type; fields beyond are allowed. */
  public void check(String document) {
    fail(compare(document, false), document);
  }

  /** As {@link #check}, and nothing is there that is not documented. */
  public void checkExactly(String document) {
    fail(compare(document, true), document);
  }

  private List<String> compare(String document, boolean exact) {
    List<String> faults = new ArrayList<>();
    try {
      compare("$", example, JSON.readTree(document), exact, faults);
    } catch (JsonProcessingException e) {
      faults.add("not JSON: " + e.getOriginalMessage());
    }
    return faults;
  }

  private static void compare(
      String at, JsonNode expected, JsonNode actual, boolean exact, List<String> faults) {
    if (expected.isNull()) {
      return;
    }
    if (expected.getNodeType() != actual.getNodeType()) {
      faults.add(at + " is " + actual.getNodeType() + ", not " + expected.getNodeType());
      return;
    }
    if (expected.isObject()) {
      compareFields(at, expected, actual, exact, faults);
    } else if (expected.isArray() && !expected.isEmpty()) {
      for (int i = 0; i < actual.size(); i++) {
        compare(at + "[" + i + "]", expected.get(0), actual.get(i), exact, faults);
      }
    }
  }

  private static void compareFields(
      String at, JsonNode expected, JsonNode actual, boolean exact, List<String> faults) {
    List<String> known = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      String name = bare(field.getKey());
      known.add(name);
      if (actual.has(name)) {
        boolean nullAllowed = !name.equals(field.getKey()) && actual.get(name).isNull();
        if (!nullAllowed) {
          compare(at + "." + name, field.getValue(), actual.get(name), exact, faults);
        }
      } else if (name.equals(field.getKey())) {
        faults.add(at + "." + name + " is missing");
      }
    }
    if (exact) {
      for (Map.Entry<String, JsonNode> field : actual.properties()) {
        if (!known.contains(field.getKey())) {
          faults.add(at + "." + field.getKey() + " is not documented");
        }
      }
    }
  }

  private void fail(List<String> faults, String document) {
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "not like the contract '%s':%n  %s%nin %s"
              .formatted(name, String.join("\n  ", faults), document));
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node.isObject()) {
      ObjectNode plain = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        plain.set(bare(field.getKey()), plain(field.getValue()));
      }
      return plain;
    }
    if (node.isArray()) {
      ArrayNode plain = JSON.createArrayNode();
      node.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    return node;
  }

  private static String bare(String field) {
    return field.endsWith("?") ? field.substring(0, field.length() - 1) : field;
  }
}
