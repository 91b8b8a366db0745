package dev.sluice.provider;

import dev.sluice.text.LabelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A closed list of labels with their definitions: the only words a model may answer with.
 *
 * @param name the taxonomy's name
 * @param version raised whenever a label or definition changes
 * @param abstain the answer that stands for none of the labels
 * @param labels the labels, in the order in which they are shown
 */
public record Taxonomy(String name, int version, String abstain, List<Label> labels) {

  /** The abstain label of a file that names none. */
  public static final String NONE = "none of these";

  /**
   * Copies the labels and checks them.
   *
   * @throws IllegalArgumentException naming every problem at once
   */
  public Taxonomy {
    abstain = abstain == null || abstain.isBlank() ? NONE : abstain.strip();
    labels = labels == null ? List.of() : List.copyOf(labels);
    List<String> problems = new ArrayList<>();
    if (name == null || name.isBlank()) {
      problems.add("name is missing");
    }
    if (version < 1) {
      problems.add("version must be 1 or more");
    }
    if (labels.isEmpty()) {
      problems.add("labels is empty: name at least one");
    }
    checkNames(abstain, labels, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Name and version, as written to tables: {@code name@version}. */
  public String id() {
    return name + "@" + version;
  }

  /** The names of the labels, in order, the abstain label not included. */
  public List<String> names() {
    return labels.stream().map(Label::name).toList();
  }

  /** The label that a spelling stands for; case, spacing and punctuation do not matter. */
  public Optional<Label> find(String spelling) {
    String key = LabelName.key(spelling);
    return labels.stream().filter(label -> LabelName.key(label.name()).equals(key)).findFirst();
  }

  private static void checkNames(String abstain, List<Label> labels, List<String> problems) {
    Map<String, String> seen = new HashMap<>();
    seen.put(LabelName.key(abstain), abstain);
    for (int i = 0; i < labels.size(); i++) {
      String written = labels.get(i).name();
      String key = written == null ? "" : LabelName.key(written);
      if (key.isEmpty()) {
        problems.add("label " + (i + 1) + " has no name");
        continue;
      }
      String before = seen.putIfAbsent(key, written);
      if (before != null) {
        problems.add("label %d '%s' reads the same as '%s'".formatted(i + 1, written, before));
      }
      if (labels.get(i).definition().isEmpty()) {
        problems.add("label " + (i + 1) + " '" + written + "' has no definition");
      }
    }
  }

  /**
   * One label.
   *
   * @param name what the dataset will say
   * @param definition what a model is told it means
   * @param group a coarser class, for example {@code unsafe}; empty when there is none
   */
  public record Label(String name, String definition, String group) {
    /** Strips white space; null is empty. */
    public Label {
      name = name == null ? null : name.strip();
      definition = definition == null ? "" : definition.strip().replaceAll("\\s+", " ");
      group = group == null ? "" : group.strip();
    }
  }
}
