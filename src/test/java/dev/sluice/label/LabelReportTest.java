package dev.sluice.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.SpendReport;
import dev.sluice.tables.ClusterLabelRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelReportTest {
  @Test
  void aClusterThatDisagreesIsNotCalledUnknown() {
    assertThat(line(1, vote(null), vote("object in a hand")))
        .isEqualTo("cluster 3: 4 items, unnamed: 1 of 2 votes for object in a hand are too few");
  }

  @Test
  void aClusterThatNobodyRecognisedIs() {
    assertThat(line(0, vote(null), vote(null)))
        .isEqualTo("cluster 3: 4 items, unnamed: nothing the local model knows");
  }

  private static String line(int votes, ClusterLabelRow.Vote... answers) {
    ClusterLabelRow row =
        new ClusterLabelRow(
            "c",
            3,
            null,
            true,
            votes,
            2,
            votes / 2.0,
            4,
            "demo@1",
            "h",
            "m",
            Instant.EPOCH,
            List.of(answers));
    SpendReport nothing = SpendReport.NOTHING;
    return LabelReport.of(List.of(row), List.of(), 0, nothing, "emulator", false).lines().get(0);
  }

  private static ClusterLabelRow.Vote vote(String label) {
    return new ClusterLabelRow.Vote(
        "f1:x", 0, 5, 1, "k", label, label == null ? "abstained" : "labelled", null);
  }
}
