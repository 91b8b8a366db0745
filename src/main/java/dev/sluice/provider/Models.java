package dev.sluice.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known about each model: what it accepts and gives, and when it was withdrawn. From the
 * TwelveLabs documentation as of November 2026.
 */
public final class Models {
  /**
   * The modality of vectors that stand for all other modalities asked for, of which there must be
   * two or more.
   */
  public static final String FUSED = "fused";

  private static final long GIB = 1L << 30;
  private static final double HOUR = 3600;
  private static final Map<String, Capabilities> KNOWN = new TreeMap<>();
  private static final Map<String, Withdrawn> WITHDRAWN = new TreeMap<>();

  static {
    List<String> withSpeech = List.of("visual", "audio", "transcription", FUSED);
    List<String> withoutSpeech = List.of("visual", "audio");
    MediaRules embedding = rules(4, 4 * HOUR, 4 * GIB);
    add(
        new Capabilities(
            "marengo3.0", Task.EMBED, 512, List.of(512), withSpeech, new Clips(4), embedding));
    // A shorter vector of the newer model is the beginning of the longer one.
    add(
        new Capabilities(
            "marengo3.5",
            Task.EMBED,
            512,
            List.of(128, 256, 512),
            withoutSpeech,
            new Clips(2),
            embedding));
    add(question("pegasus1.5", rules(4, 2 * HOUR, 2 * GIB)));
    add(question("pegasus1.6", rules(1, 2 * HOUR, 10 * GIB)));
    gone("marengo-retrieval-2.6", "marengo3.0", "June 2025");
    gone("marengo2.6", "marengo3.0", "June 2025");
    gone("marengo-retrieval-2.7", "marengo3.0", "2026-03-30");
    gone("marengo2.7", "marengo3.0", "2026-03-30");
    gone("pegasus1.1", "pegasus1.5", "March 2025");
    gone("pegasus1.2", "pegasus1.5", "2026-08-18");
  }

  private Models() {}

  /**
   * The capabilities of a model for a task.
   *
   * @throws IllegalArgumentException naming the successor of a withdrawn model and the day of its
   *     end, or the known models
   */
  public static Capabilities of(String model, Task task) {
    Optional<String> withdrawn = withdrawn(model);
    if (withdrawn.isPresent()) {
      throw new IllegalArgumentException(withdrawn.get());
    }
    Capabilities known = KNOWN.get(model);
    if (known == null || known.task() != task) {
      throw new IllegalArgumentException(
          "unknown %s model %s; known: %s".formatted(task.key(), model, names(task)));
    }
    return known;
  }

  /** What to say about a model that is no longer served: since when, and its successor. */
  public static Optional<String> withdrawn(String model) {
    return Optional.ofNullable(WITHDRAWN.get(model.toLowerCase(Locale.ROOT)))
        .map(
            gone ->
                "model %s was withdrawn by TwelveLabs (%s); use %s"
                    .formatted(model, gone.when(), gone.successor()));
  }

  private static List<String> names(Task task) {
    return KNOWN.values().stream().filter(c -> c.task() == task).map(Capabilities::model).toList();
  }

  private static Capabilities question(String model, MediaRules rules) {
    return new Capabilities(
        model, Task.ANALYZE, 0, List.of(), List.of("visual", "audio"), Clips.NONE, rules);
  }

  private static MediaRules rules(double minSec, double maxSec, long maxBytes) {
    return new MediaRules(minSec, maxSec, 360, 360, 5184, 2160, 2.4, maxBytes);
  }

  private static void add(Capabilities capabilities) {
    KNOWN.put(capabilities.model(), capabilities);
  }

  private static void gone(String model, String successor, String when) {
    WITHDRAWN.put(model, new Withdrawn(successor, when));
  }

  private record Withdrawn(String successor, String when) {}

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
   * How a model cuts a video into clips. Every model that cuts takes clips of one length of 2 to 10
   * s, and clips cut at changes of at least 2 to 5 s.
   *
   * @param dynamicSec shortest clip, in seconds, where the request says nothing; 0 for a model that
   *     cuts no clips
   */
  public record Clips(double dynamicSec) {
    /** Cuts nothing. */
    static final Clips NONE = new Clips(0);
  }

  /**
   * One model.
   *
   * @param model its name
   * @param task what it is for
   * @param dimension length of its vectors unless another is asked for; 0 when it gives none
   * @param dimensions all lengths that can be asked for
   * @param modalities what of a video it can look at
   * @param clips how it cuts
   * @param rules what it accepts
   */
  public record Capabilities(
      String model,
      Task task,
      int dimension,
      List<Integer> dimensions,
      List<String> modalities,
      Clips clips,
      MediaRules rules) {

    /**
     * Refuses modalities that the model does not have; the provider would refuse them too, later.
     *
     * @throws IllegalArgumentException naming those that it has
     */
    public void requireModalities(List<String> asked) {
      if (asked.isEmpty() || !modalities.containsAll(asked)) {
        throw new IllegalArgumentException(
            "modalities of %s are %s, not %s"
                .formatted(
                    model,
                    String.join(", ", modalities).replaceFirst(", (?=\\w+$)", " and "),
                    asked));
      }
      if (asked.contains(FUSED) && asked.size() < 3) {
        throw new IllegalArgumentException(
            "fused vectors stand for two or more other modalities, not for " + asked);
      }
    }
  }
}
