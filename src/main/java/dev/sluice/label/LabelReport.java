package dev.sluice.label;

import dev.sluice.calls.SpendReport;
import dev.sluice.step.StepReport;
import dev.sluice.tables.ClusterLabelRow;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the label step says: one line per cluster with size, label, votes, evidence and medoid. */
final class LabelReport {
  private static final String EMULATOR = "emulator";

  private LabelReport() {}

  static StepReport of(
      List<ClusterLabelRow> decided,
      List<Asked> asked,
      int carried,
      SpendReport spent,
      String provider,
      boolean wrote) {
    long named = decided.stream().filter(row -> !row.abstained()).count();
    long answers = decided.stream().mapToLong(row -> row.evidence().size()).sum();
    long missing =
        decided.stream()
            .flatMap(row -> row.evidence().stream())
            .filter(vote -> vote.status().equals(Answers.MISSING))
            .count();
    StepReport.Builder report =
        StepReport.of(
                "%d of %d clusters named from %d answers"
                    .formatted(named, decided.size(), answers - missing))
            .count("clusters", decided.size())
            .count("named", named)
            .count("asked", answers)
            .count("missing", missing)
            .count("creates", spent.creates());
    decided.forEach(row -> report.line(line(row, asked, provider)));
    if (carried > 0) {
      report
          .line(
              "%d clusters continue earlier ones and keep their answers: nothing was asked"
                  .formatted(carried))
          .count("carried", carried);
    }
    if (missing > 0) {
      report.line(
          "%d answers are missing (%d pending, %d held, %d refused, %d failed)"
              .formatted(missing, spent.pending(), spent.held(), spent.refused(), spent.failed()));
    }
    return wrote ? report.wrote().build() : report.build();
  }

  private static String line(ClusterLabelRow row, List<Asked> asked, String provider) {
    String medoid =
        asked.stream()
            .map(Asked::item)
            .filter(item -> item.clusterId() == row.clusterId())
            .min(Comparator.comparingInt(Representative::rank))
            .map(item -> "; medoid " + item.videoId())
            .orElse("");
    return "cluster %d: %d %s, %s%s"
        .formatted(
            row.clusterId(),
            row.size(),
            row.size() == 1 ? "item" : "items",
            row.abstained() ? unnamed(row, provider) : named(row),
            medoid);
  }

  private static String named(ClusterLabelRow row) {
    Optional<String> evidence =
        row.evidence().stream()
            .filter(vote -> Objects.equals(vote.label(), row.label()))
            .map(ClusterLabelRow.Vote::evidence)
            .filter(Objects::nonNull)
            .findFirst();
    return "%s (%d of %d votes)%s"
        .formatted(row.label(), row.votes(), row.asked(), evidence.map(e -> ": " + e).orElse(""));
  }

  private static String unnamed(ClusterLabelRow row, String provider) {
    if (row.evidence().isEmpty()) {
      return "unnamed: every item is too short to ask about";
    }
    if (row.evidence().stream().allMatch(vote -> vote.status().equals(Answers.MISSING))) {
      return "unnamed: no answer has come";
    }
    if (row.evidence().size() > row.asked()) {
      long named = row.evidence().stream().filter(vote -> vote.label() != null).count();
      return "mixed: %d of its items asked, each for itself, %d named"
          .formatted(row.evidence().size(), named);
    }
    if (row.votes() > 0) {
      String leader =
          row.evidence().stream()
              .map(ClusterLabelRow.Vote::label)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse("");
      return "unnamed: %d of %d votes for %s are too few"
          .formatted(row.votes(), row.asked(), leader);
    }
    return provider.equals(EMULATOR)
        ? "unnamed: nothing the local model knows"
        : "unnamed: no label of the taxonomy won";
  }
}
