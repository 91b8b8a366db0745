package dev.sluice.label;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.sluice.provider.Taxonomy;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A question with its labels filled in. It is part of the work key: the same text is paid once.
 *
 * @param text what the model is asked
 */
record Prompt(String text) {
  private static final String PACKAGED = "prompts/classify-item.md";

  /**
   * Fills a template: {@code {{#labels}}{{name}} {{definition}} {{group}}{{/labels}}} and {@code
   * {{abstain}}}.
   *
   * @param path the template file, or empty for the one that comes with Sluice
   * @throws IllegalArgumentException when it cannot be read or does not list the labels
   */
  static Prompt read(String path, Taxonomy taxonomy) {
    return path.isEmpty()
        ? render(packaged(), "the packaged prompt", taxonomy)
        : render(file(Path.of(path)), "prompt " + path, taxonomy);
  }

  static Prompt render(String template, String source, Taxonomy taxonomy) {
    try {
      List<Map<String, String>> labels =
          taxonomy.labels().stream()
              .map(l -> Map.of("name", l.name(), "definition", l.definition(), "group", l.group()))
              .toList();
      String text =
          Mustache.compiler()
              .escapeHTML(false)
              .compile(template)
              .execute(Map.of("labels", labels, "abstain", taxonomy.abstain()))
              .strip();
      for (String name : taxonomy.names()) {
        if (!text.contains(name)) {
          throw new IllegalArgumentException(
              source + " does not name the label '" + name + "'; it needs a {{#labels}} section");
        }
      }
      return new Prompt(text);
    } catch (MustacheException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the text. */
  String hash() {
    return WorkKey.sha256(text);
  }

  private static String file(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "prompt " + path + " cannot be read (" + e.getMessage() + "); check the path", e);
    }
  }

  private static String packaged() {
    try (InputStream in = Prompt.class.getResourceAsStream(PACKAGED)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
