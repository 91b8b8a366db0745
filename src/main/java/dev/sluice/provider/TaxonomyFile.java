package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads taxonomies from YAML: name, version, abstain, labels of name, definition and group. */
public final class TaxonomyFile {
  private static final ObjectMapper YAML =
      new YAMLMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final List<String> KEYS = List.of("name", "version", "abstain", "labels");
  private static final List<String> LABEL_KEYS = List.of("name", "definition", "group");

  private TaxonomyFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file and every problem at once
   */
  public static Taxonomy read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "taxonomy " + file + " cannot be read (" + e.getMessage() + "); check the path", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param yaml the text
   * @param source what to call it in messages
   * @throws IllegalArgumentException naming the source and every problem at once
   */
  public static Taxonomy parse(String yaml, String source) {
    List<String> problems = new ArrayList<>();
    Taxonomy taxonomy = null;
    try {
      JsonNode tree = YAML.readTree(yaml);
      if (!tree.isObject()) {
        throw new IllegalArgumentException(
            "taxonomy " + source + " is not a YAML mapping with the keys " + KEYS);
      }
      unknown(tree, KEYS, "", problems);
      int number = 0;
      for (JsonNode label : tree.path("labels")) {
        number++;
        unknown(label, LABEL_KEYS, "label " + number + ": ", problems);
      }
      taxonomy = YAML.treeToValue(tree, Taxonomy.class);
    } catch (ValueInstantiationException e) {
      problems.add(e.getCause().getMessage());
    } catch (JsonProcessingException e) {
      problems.add(
          (e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ")
              + e.getOriginalMessage());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("taxonomy " + source + ": " + String.join("; ", problems));
    }
    return taxonomy;
  }

  private static void unknown(
      JsonNode node, List<String> known, String where, List<String> problems) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        problems.add(where + "unknown key '" + name + "', known are " + known);
      }
    }
  }
}
