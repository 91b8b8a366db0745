package dev.sluice.export;

import dev.sluice.step.StepReport;
import java.util.ArrayList;
import java.util.List;

/** What the export step says about a release. */
final class ExportReport {
  private ExportReport() {}

  /**
   * The report.
   *
   * @param state what follows the name, for example {@code is up to date}; may be empty
   */
  static StepReport.Builder of(
      PlannedRelease planned, ReleaseStore store, String folder, String state) {
    ReleasePlan plan = planned.plan();
    int classes = plan.classMap().size();
    StepReport.Builder report =
        StepReport.of(
            "release %s%s: %d items in %d %s%s"
                .formatted(
                    folder,
                    state.isEmpty() ? "" : " " + state,
                    plan.items(),
                    classes,
                    classes == 1 ? "class" : "classes",
                    planned.census().reasons()));
    String place = store.uri(folder).replaceFirst("^file:/+", "/");
    report.line("at " + place + "; check it with: jobs/sluice verify " + place);
    List<String> splits = new ArrayList<>();
    plan.counts()
        .forEach(
            (split, labels) ->
                splits.add(split + " " + labels.values().stream().mapToLong(n -> n).sum()));
    report.line("splits: " + String.join(", ", splits));
    long review = planned.census().verdicts().getOrDefault("review", 0L);
    if (review > 0) {
      report.line("%d of the items are worth a person's look (verdict review)".formatted(review));
    }
    return report
        .count("items", plan.items())
        .count("classes", classes)
        .count("left_out", planned.census().leftOutItems());
  }
}
