package dev.sluice.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.text.RootCause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads job specs. Precedence: {@code --set} on the command line, the job spec, the environment
 * file, defaults. Relative paths in a file are relative to that file; on the command line, to the
 * working folder.
 */
public final class SpecReader {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  // Keys whose values name files.
  private static final Set<String> PATHS =
      Set.of(
          "warehouse",
          "provider.prices",
          "provider.list-prices",
          "provider.limits",
          "calls.journal",
          "ingest.manifest",
          "label.taxonomy",
          "label.prompt",
          "classify.sample",
          "curate.reviews",
          "curate.taxonomy",
          "evaluate.taxonomy",
          "trends.shifts",
          "export.to",
          "report.to");

  private SpecReader() {}

  /**
   * Reads a job spec.
   *
   * @param file the spec
   * @param environment defaults for this place, if any
   * @param sets {@code key=value} from the command line, keys with dots
   * @throws SpecInvalid with every problem at once
   */
  public static JobSpec read(Path file, Optional<Path> environment, List<String> sets) {
    SpecBinder binder = new SpecBinder();
    ObjectNode merged = YAML.createObjectNode();
    environment.ifPresent(env -> merge(merged, tree(env, binder)));
    merge(merged, tree(file, binder));
    for (String set : sets) {
      apply(merged, set, binder);
    }
    if (!binder.problems().isEmpty()) {
      throw new SpecInvalid(file.toString(), binder.problems());
    }
    Optional<JobSpec> spec = binder.bind(merged, JobSpec.class, "");
    spec.ifPresent(job -> SpecFiles.check(job, binder));
    if (!binder.problems().isEmpty() || spec.isEmpty()) {
      throw new SpecInvalid(file.toString(), binder.problems());
    }
    return spec.get();
  }

  private static ObjectNode tree(Path file, SpecBinder binder) {
    try {
      JsonNode node = YAML.readTree(file.toFile());
      if (node == null || node instanceof MissingNode || !node.isObject()) {
        binder.problem(file + " holds no keys");
        return YAML.createObjectNode();
      }
      ObjectNode object = (ObjectNode) node;
      resolve(object, "", file.toAbsolutePath().getParent());
      return object;
    } catch (JsonProcessingException e) {
      binder.problem(
          "%s, line %s: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? "?" : e.getLocation().getLineNr(),
                  RootCause.firstLine(e.getOriginalMessage(), "not YAML")));
    } catch (IOException e) {
      binder.problem(file + " cannot be read: " + e.getMessage());
    }
    return YAML.createObjectNode();
  }

  private static void resolve(ObjectNode node, String prefix, Path base) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = prefix + field.getKey();
      if (field.getValue() instanceof ObjectNode object) {
        resolve(object, path + ".", base);
      } else if (PATHS.contains(path) && field.getValue().isTextual()) {
        field.setValue(node.textNode(absolute(field.getValue().textValue(), base)));
      }
    }
  }

  private static String absolute(String written, Path base) {
    return written.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
        ? written
        : base.resolve(written).normalize().toString();
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode old
          && field.getValue() instanceof ObjectNode next) {
        merge(old, next);
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void apply(ObjectNode spec, String set, SpecBinder binder) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      binder.problem("--set " + set + ": write key=value, for example cluster.k=8");
      return;
    }
    String path = set.substring(0, equals);
    String[] keys = path.split("\\.");
    ObjectNode node = spec;
    for (int i = 0; i < keys.length - 1; i++) {
      JsonNode child = node.get(keys[i]);
      node = child instanceof ObjectNode object ? object : node.putObject(keys[i]);
    }
    try {
      JsonNode value = YAML.readTree(set.substring(equals + 1));
      if (PATHS.contains(path) && value != null && value.isTextual()) {
        value = node.textNode(absolute(value.textValue(), Path.of("").toAbsolutePath()));
      }
      node.set(keys[keys.length - 1], value instanceof MissingNode ? null : value);
    } catch (JsonProcessingException e) {
      binder.problem("--set " + set + ": the value is not YAML");
    }
  }
}
