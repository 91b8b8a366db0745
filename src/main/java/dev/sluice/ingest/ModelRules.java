package dev.sluice.ingest;

import dev.sluice.media.MediaFacts;
import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Models;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The media rules of all models that a job uses. A recording that is too long is cut, not refused.
 */
final class ModelRules {
  private final Map<String, MediaRules> byModel = new LinkedHashMap<>();

  private ModelRules() {}

  /**
   * The rules of these models.
   *
   * @throws IllegalArgumentException when one is unknown or withdrawn
   */
  static ModelRules of(List<String> models) {
    ModelRules rules = new ModelRules();
    models.forEach(model -> rules.byModel.put(model, rulesOf(model)));
    return rules;
  }

  /** The first rule that the video breaks, with the model that has it. */
  Optional<MediaRules.Violation> violation(MediaFacts facts) {
    for (Map.Entry<String, MediaRules> model : byModel.entrySet()) {
      Optional<MediaRules.Violation> broken = model.getValue().violation(facts);
      if (broken.isPresent()) {
        String detail = broken.get().detail() + " (" + model.getKey() + ")";
        return Optional.of(new MediaRules.Violation(broken.get().reason(), detail));
      }
    }
    return Optional.empty();
  }

  private static MediaRules rulesOf(String model) {
    IllegalArgumentException unknown = null;
    for (Models.Task task : Models.Task.values()) {
      try {
        return Models.of(model, task).rules();
      } catch (IllegalArgumentException e) {
        unknown = unknown == null ? e : unknown;
      }
    }
    throw new IllegalArgumentException("ingest.models: " + unknown.getMessage(), unknown);
  }
}
