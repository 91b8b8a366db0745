package dev.sluice.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known about each model: its media rules, dimension and state. From the TwelveLabs
 * documentation as of November 2026.
 */
public final class Models {
  private static final long GIB = 1L << 30;
  private static final Map<String, Capabilities> KNOWN = new TreeMap<>();
  private static final Map<String, String> SUCCESSORS =
      Map.of(
          "marengo2.7", "marengo3.0",
          "marengo-retrieval-2.7", "marengo3.0",
          "marengo-retrieval-2.6", "marengo3.0",
          "pegasus1.1", "pegasus1.5",
          "pegasus1.2", "pegasus1.5");

  static {
    add(new Capabilities("marengo3.0", Task.EMBED, 512, rules(4, 4 * 3600, 4 * GIB)));
    add(new Capabilities("pegasus1.5", Task.ANALYZE, 0, rules(4, 2 * 3600, 2 * GIB)));
  }

  private Models() {}

  /**
   * The capabilities of a model for a task.
   *
   * @throws IllegalArgumentException naming the successor of a withdrawn model, or the known models
   */
  public static Capabilities of(String model, Task task) {
    String successor = SUCCESSORS.get(model.toLowerCase(Locale.ROOT));
    if (successor != null) {
      throw new IllegalArgumentException(
          "model " + model + " has been withdrawn by TwelveLabs; use " + successor);
    }
    Capabilities known = KNOWN.get(model);
    if (known == null || known.task() != task) {
      throw new IllegalArgumentException(
          "unknown %s model %s; known: %s".formatted(task.key(), model, names(task)));
    }
    return known;
  }

  private static List<String> names(Task task) {
    return KNOWN.values().stream().filter(c -> c.task() == task).map(Capabilities::model).toList();
  }

  private static MediaRules rules(double minSec, double maxSec, long maxBytes) {
    return new MediaRules(minSec, maxSec, 360, 360, 5184, 2160, 2.4, maxBytes);
  }

  private static void add(Capabilities capabilities) {
    KNOWN.put(capabilities.model(), capabilities);
  }

  /** What a model is for. */
  public enum Task {
    /** Vectors. */
    EMBED,
    /** Questions. */
    ANALYZE;

    /** Lower-case name. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One model.
   *
   * @param model its name
   * @param task what it is for
   * @param dimension length of its vectors; 0 when it gives none
   * @param rules what it accepts
   */
  public record Capabilities(String model, Task task, int dimension, MediaRules rules) {}
}
