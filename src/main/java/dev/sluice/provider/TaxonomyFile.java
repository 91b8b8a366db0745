package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads taxonomies from YAML: name, version, abstain, labels of name, definition and group. */
public final class TaxonomyFile {
  private static final ObjectMapper YAML =
      new YAMLMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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
    try {
      Taxonomy taxonomy = YAML.readValue(yaml, Taxonomy.class);
      if (taxonomy == null) {
        throw new IllegalArgumentException("taxonomy " + source + " is empty");
      }
      return taxonomy;
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(
          "taxonomy " + source + ": " + e.getCause().getMessage(), e);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "taxonomy %s, line %d: unknown key '%s'; known: %s"
              .formatted(
                  source,
                  e.getLocation().getLineNr(),
                  e.getPropertyName(),
                  e.getKnownPropertyIds()),
          e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "taxonomy %s, line %d: %s".formatted(source, line, e.getOriginalMessage()), e);
    }
  }
}
