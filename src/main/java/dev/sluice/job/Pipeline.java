package dev.sluice.job;

import dev.sluice.calls.HeldAt;
import dev.sluice.classify.ClassifyStep;
import dev.sluice.cluster.ClusterStep;
import dev.sluice.curate.CurateStep;
import dev.sluice.embed.EmbedStep;
import dev.sluice.evaluate.EvaluateStep;
import dev.sluice.export.ExportStep;
import dev.sluice.ingest.IngestStep;
import dev.sluice.label.LabelStep;
import dev.sluice.project.ProjectStep;
import dev.sluice.report.ReportStep;
import dev.sluice.step.Step;
import dev.sluice.trends.TrendsStep;
import java.util.ArrayList;
import java.util.List;

/** The steps of a job, in their order. Adding a step is one line here. */
final class Pipeline {
  private Pipeline() {}

  static List<Step> of(JobSpec spec) {
    List<Step> steps = new ArrayList<>();
    if (spec.ingest() != null) {
      steps.add(ingest(spec));
    }
    if (spec.embed() != null) {
      steps.add(new EmbedStep(spec.embed()));
    }
    if (spec.cluster() != null) {
      steps.add(new ClusterStep(spec.cluster()));
    }
    if (spec.label() != null) {
      steps.add(new LabelStep(spec.label()));
    }
    if (spec.classify() != null) {
      steps.add(new ClassifyStep(spec.classify()));
    }
    if (spec.curate() != null) {
      steps.add(new CurateStep(spec.curate()));
    }
    if (spec.evaluate() != null) {
      steps.add(new EvaluateStep(spec.evaluate()));
    }
    if (spec.trends() != null) {
      steps.add(new TrendsStep(spec.trends()));
    }
    if (spec.project() != null) {
      steps.add(new ProjectStep(spec.project()));
    }
    if (spec.export() != null) {
      steps.add(new ExportStep(spec.export()));
    }
    if (spec.report() != null) {
      steps.add(new ReportStep(spec.report()));
    }
    return steps;
  }

  /** The first step. A provider inside this process is new in each run and keeps no videos. */
  static IngestStep ingest(JobSpec spec) {
    return spec.provider().inProcess()
        ? new IngestStep(spec.ingest())
        : new IngestStep(spec.ingest(), new HeldAt(spec.provider().at(spec.provider().url())));
  }

  /**
   * The chosen part of the steps, one at least.
   *
   * @throws IllegalArgumentException when it names a step that the job lacks, or leaves none
   */
  static List<Step> chosen(List<Step> steps, Part part) {
    List<String> names = steps.stream().map(Step::name).toList();
    for (String name : part.named()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "this job has no step " + name + "; it has " + String.join(", ", names));
      }
    }
    List<Step> chosen = new ArrayList<>();
    boolean open = part.from() == null;
    for (Step step : steps) {
      open |= step.name().equals(part.from());
      if (open && (part.only().isEmpty() || part.only().contains(step.name()))) {
        chosen.add(step);
      }
      if (step.name().equals(part.until())) {
        break;
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no step is left to run; the order of this job is " + String.join(", ", names));
    }
    return chosen;
  }

  /**
   * Which steps to run.
   *
   * @param only these; empty for all
   * @param from from this one on; null for the first
   * @param until up to this one; null for the last
   */
  record Part(List<String> only, String from, String until) {
    private List<String> named() {
      List<String> named = new ArrayList<>(only);
      if (from != null) {
        named.add(from);
      }
      if (until != null) {
        named.add(until);
      }
      return named;
    }
  }
}
