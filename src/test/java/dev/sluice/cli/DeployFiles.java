package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that people paste, read as their programs would read them. */
final class DeployFiles {
  static final Path ROOT = Path.of("").toAbsolutePath();

  private static final Pattern CONF = Pattern.compile("--conf\\s+([^=\\s]+)=(\\S+)");

  private DeployFiles() {}

  /** Every file of deploy, conf and the workflows, but not what jobs read. */
  static List<Path> all() {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("deploy", "conf", ".github")) {
      try (Stream<Path> walk = Files.walk(ROOT.resolve(folder))) {
        walk.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  static List<Path> ending(String... ends) {
    return all().stream()
        .filter(file -> Stream.of(ends).anyMatch(file.toString()::endsWith))
        .toList();
  }

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a JSON or YAML file. */
  static List<Object> documents(Path file) {
    List<Object> documents = new ArrayList<>();
    if (file.toString().endsWith(".json")) {
      try {
        documents.add(new ObjectMapper().readValue(text(file), Object.class));
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    } else {
      LoaderOptions strict = new LoaderOptions();
      strict.setAllowDuplicateKeys(false);
      new Yaml(new SafeConstructor(strict)).loadAll(text(file)).forEach(documents::add);
    }
    return documents;
  }

  /** What a properties file says, as Spark reads it. */
  static Map<String, String> properties(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString().strip()));
    return settings;
  }

  /** Spark's settings in a file, wherever it has them. */
  static Map<String, String> settings(Path file) {
    Map<String, String> settings = new TreeMap<>();
    if (file.toString().endsWith(".properties")) {
      properties(file).forEach(settings::put);
    } else {
      documents(file)
          .forEach(
              document ->
                  walk(
                      document,
                      map ->
                          map.forEach(
                              (key, value) -> {
                                if (key.toString().startsWith("spark.")) {
                                  settings.put(key.toString(), String.valueOf(value));
                                }
                              }),
                      list -> {}));
      Matcher conf = CONF.matcher(text(file));
      while (conf.find()) {
        settings.put(conf.group(1), conf.group(2));
      }
    }
    settings.keySet().removeIf(key -> !key.startsWith("spark."));
    return settings;
  }

  /** The command lines of Sluice in a JSON or YAML file, verb first. */
  static List<List<String>> commands(Path file, Set<String> verbs) {
    List<List<String>> commands = new ArrayList<>();
    for (Object document : documents(file)) {
      walk(
          document,
          map -> {},
          list -> {
            for (int i = 0; i < list.size(); i++) {
              if (verbs.contains(String.valueOf(list.get(i)))
                  && (i == 0 || String.valueOf(list.get(i - 1)).endsWith("-all.jar"))) {
                commands.add(
                    list.subList(i, list.size()).stream()
                        .map(
                            word -> {
                              if (word instanceof String text) {
                                return text;
                              }
                              throw new AssertionError(file + ": put quotes around " + word);
                            })
                        .toList());
              }
            }
          });
    }
    return commands;
  }

  private static void walk(Object node, Consumer<Map<?, ?>> maps, Consumer<List<?>> lists) {
    if (node instanceof Map<?, ?> map) {
      maps.accept(map);
      map.values().forEach(value -> walk(value, maps, lists));
    } else if (node instanceof List<?> list) {
      lists.accept(list);
      list.forEach(value -> walk(value, maps, lists));
    }
  }
}
