package dev.sluice.classify;

import dev.sluice.provider.Lens;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which stored vectors are scored: one model's, in the modalities that classes look at. Pure.
 *
 * @param model model of the vectors, as their lenses name it
 * @param byOption lens of each option that there are vectors of
 * @param missing options without any vector
 */
record Lenses(String model, TreeMap<String, String> byOption, List<String> missing) {
  private static final String EMULATOR = "emulator";

  /**
   * Chooses among the lenses of a warehouse. Prompts and clips must be of one space, so the model
   * must be the one that reads the prompts; the emulator names its own in its lenses, and makes up
   * the vectors of prompts.
   *
   * @throws StepStopped when there are no such vectors, it is not clear which are meant, or a class
   *     has none to look at
   */
  static Lenses choose(ClassifyConf conf, String provider, List<String> there) {
    List<Lens> known = there.stream().map(Lens::parse).toList();
    String model = model(conf, provider, known);
    TreeMap<String, String> byOption = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    for (String option : conf.options()) {
      Lens lens = new Lens(provider, model, option);
      if (known.contains(lens)) {
        byOption.put(option, lens.toString());
      } else {
        missing.add(option);
      }
    }
    for (VideoClass each : conf.classes()) {
      if (each.options().stream().noneMatch(byOption::containsKey)) {
        throw new StepStopped(
            ExitCode.INPUT,
            "classify: class %s looks at %s, and no %s was embedded with these modalities (lenses: %s); embed them, or change its options"
                .formatted(each.name(), each.options(), conf.unit(), sorted(there)));
      }
    }
    return new Lenses(model, byOption, missing);
  }

  private static String model(ClassifyConf conf, String provider, List<Lens> known) {
    Set<String> models = new TreeSet<>();
    known.stream()
        .filter(lens -> lens.provider().equals(provider))
        .forEach(lens -> models.add(lens.model()));
    if (models.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "classify: no %s vectors of provider %s; run the embed step first (lenses: %s)"
              .formatted(conf.unit(), provider, known));
    }
    String wanted = conf.model();
    if (!conf.lens().isEmpty()) {
      Lens lens = Lens.parse(conf.lens());
      boolean readable = lens.model().equals(conf.model()) || provider.equals(EMULATOR);
      if (!lens.provider().equals(provider) || !readable) {
        throw new StepStopped(
            ExitCode.USAGE,
            "classify: vectors in lens %s cannot be compared with prompts that %s of provider %s reads; set classify.lens or classify.model"
                .formatted(lens, conf.model(), provider));
      }
      wanted = lens.model();
    } else if (!models.contains(wanted) && provider.equals(EMULATOR) && models.size() == 1) {
      wanted = models.iterator().next();
    }
    if (!models.contains(wanted)) {
      throw new StepStopped(
          ExitCode.USAGE,
          "classify: no %s vectors of %s; there are those of %s: set %s"
              .formatted(
                  conf.unit(),
                  wanted,
                  models,
                  provider.equals(EMULATOR) ? "classify.lens" : "classify.model"));
    }
    return wanted;
  }

  private static List<String> sorted(List<String> lenses) {
    return lenses.stream().sorted().toList();
  }
}
