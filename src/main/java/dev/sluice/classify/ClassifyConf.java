package dev.sluice.classify;

import dev.sluice.provider.Lens;
import dev.sluice.provider.Models;
import dev.sluice.text.LabelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings of the classify step. Only the classes are required.
 *
 * @param classes the classes, 1 or more, with their prompts
 * @param model model that reads the prompts; it must be the one that embedded the videos; default
 *     {@code marengo3.0}
 * @param lens any lens of the vectors to score, {@code provider/model/modality}; its modality does
 *     not count, the options of the classes say it; by default the lenses of the job's provider and
 *     the model
 * @param unit {@code clip}, the default: segments are scored; {@code video}: whole videos, for
 *     short ones
 * @param threshold smallest cosine of a clip that matches, -1 to 1; the default 0.2 is a place to
 *     start and not a measured one: choose it on your own videos, or calibrate
 * @param minRatio share of a video's time that matched clips must cover for the class to be
 *     assigned, above 0 to 1; default 0.5
 * @param tau temperature of the shares, above 0; default 0.01
 * @param calibrate whether thresholds are chosen on labelled videos: those that make F1 highest;
 *     default only where there is a sample
 * @param sample CSV with the columns video_id and label; by default the ground truth of the
 *     manifest
 */
public record ClassifyConf(
    List<VideoClass> classes,
    String model,
    String lens,
    String unit,
    Double threshold,
    Double minRatio,
    Double tau,
    Boolean calibrate,
    String sample) {

  private static final String CLIP = "clip";

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming every wrong setting at once
   */
  public ClassifyConf {
    classes = classes == null ? List.of() : List.copyOf(classes);
    model = model == null ? "marengo3.0" : model;
    lens = lens == null ? "" : lens.strip();
    unit = unit == null ? CLIP : unit;
    threshold = threshold == null ? 0.2 : threshold;
    minRatio = minRatio == null ? 0.5 : minRatio;
    tau = tau == null ? 0.01 : tau;
    sample = sample == null ? "" : sample.strip();
    calibrate = calibrate == null ? !sample.isEmpty() : calibrate;
    List<String> problems = new ArrayList<>();
    if (!Set.of(CLIP, "video").contains(unit)) {
      problems.add("unit is clip or video, not " + unit);
    }
    threshold("threshold", threshold, problems);
    ratio("min-ratio", minRatio, problems);
    if (!(tau > 0)) {
      problems.add("tau is above 0, not " + tau);
    }
    if (!calibrate && !sample.isEmpty()) {
      problems.add("sample is for calibrating, and calibrate is false");
    }
    try {
      if (!lens.isEmpty()) {
        Lens.parse(lens);
      }
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    classes(classes, modalities(model, problems), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("classify: " + String.join("; ", problems));
    }
  }

  /** Every different prompt, in the order of the classes. */
  List<String> texts() {
    return classes.stream().flatMap(each -> each.prompts().stream()).distinct().toList();
  }

  /** Every option of any class, sorted. */
  Set<String> options() {
    Set<String> options = new TreeSet<>();
    classes.forEach(each -> options.addAll(each.options()));
    return options;
  }

  /** Names, thresholds and ratios as they are set. */
  List<Rule> rules() {
    return classes.stream()
        .map(
            each ->
                new Rule(
                    each.name(),
                    each.threshold() == null ? threshold : each.threshold(),
                    each.minRatio() == null ? minRatio : each.minRatio()))
        .toList();
  }

  private static List<String> modalities(String model, List<String> problems) {
    try {
      return Models.of(model, Models.Task.EMBED).modalities();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return List.of();
    }
  }

  private static void classes(
      List<VideoClass> classes, List<String> modalities, List<String> problems) {
    if (classes.isEmpty()) {
      problems.add("classes is missing: name at least one class with its prompts");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < classes.size(); i++) {
      VideoClass each = classes.get(i);
      String key = LabelName.key(each.name());
      String what = key.isEmpty() ? "class " + (i + 1) : "class " + each.name();
      if (key.isEmpty()) {
        problems.add(what + " has no name");
      } else if (!names.add(key)) {
        problems.add(what + " is there twice");
      }
      if (each.prompts().isEmpty() || each.prompts().contains("")) {
        problems.add(what + " needs prompts, none of them empty");
      }
      if (each.options().isEmpty()) {
        problems.add(what + " needs an option");
      }
      for (String option : each.options()) {
        if (!modalities.isEmpty() && !modalities.contains(option)) {
          problems.add("%s: options are %s, not %s".formatted(what, modalities, option));
        }
      }
      if (each.threshold() != null) {
        threshold(what + ": threshold", each.threshold(), problems);
      }
      if (each.minRatio() != null) {
        ratio(what + ": min-ratio", each.minRatio(), problems);
      }
    }
  }

  private static void threshold(String name, double value, List<String> problems) {
    if (!(value >= -1 && value <= 1)) {
      problems.add(name + " is a cosine, -1 to 1, not " + value);
    }
  }

  private static void ratio(String name, double value, List<String> problems) {
    if (!(value > 0 && value <= 1)) {
      problems.add(name + " is above 0 and at most 1, not " + value);
    }
  }
}
