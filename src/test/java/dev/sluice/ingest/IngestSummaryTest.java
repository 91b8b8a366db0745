package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IngestSummaryTest {
  @Test
  void manyOriginalsAreNotAllNamed() {
    assertThat(summary(4, List.of("a", "b", "c", "d"), 0).headline())
        .isEqualTo(
            "9 files: 5 accepted, 4 duplicates (same bytes as a, b, c and others), 0 quarantined");
  }

  @Test
  void whatIsNotListedIsCounted() {
    assertThat(summary(0, List.of(), 3).report(false).lines())
        .contains("x: empty_file: 0 bytes")
        .anyMatch(l -> l.startsWith("and 2 more"));
  }

  private static IngestSummary summary(long duplicates, List<String> originals, long refused) {
    return new IngestSummary(
        9,
        5,
        duplicates,
        refused,
        0,
        0,
        0,
        new IngestSummary.Unseen(0, null),
        originals,
        refused == 0 ? List.of() : List.of("x: empty_file: 0 bytes"));
  }
}
