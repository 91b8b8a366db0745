package dev.sluice.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepStopped;
import dev.sluice.tables.ReviewRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurateArithmeticTest {
  private static final Named.Said MODEL = new Named.Said("face", 0.5, false);
  private static final Named.Said NOTHING = Named.Said.NOTHING;
  private static final Ruling TREE = new Ruling("tree", false);
  private static final Ruling OUT = new Ruling(null, true);

  @Test
  void personCountsBeforeModelAndItemBeforeCluster() {
    assertThat(Verdict.of(null, null, MODEL, false, 0.5))
        .isEqualTo(new Verdict("face", "model", 0.5, "ready", List.of()));
    assertThat(Verdict.of(null, TREE, MODEL, false, 0.5))
        .isEqualTo(new Verdict("tree", "review", 1, "ready", List.of()));
    assertThat(Verdict.of(new Ruling("oak", false), TREE, MODEL, true, 0.5))
        .isEqualTo(new Verdict("oak", "review", 1, "ready", List.of()));
  }

  @Test
  void setsAreJoinedStepByStepAndCalledByTheirLeastName() {
    List<List<String>> pairs =
        List.of(List.of("d", "e"), List.of("b", "c"), List.of("c", "d"), List.of("x", "y"));
    for (int first = 0; first < pairs.size(); first++) {
      Together together = new Together();
      for (int i = 0; i < pairs.size(); i++) {
        List<String> pair = pairs.get((first + i) % pairs.size());
        together.join(pair.get(i % 2), pair.get(1 - i % 2));
      }
      assertThat(together.of("e")).isEqualTo("b");
      assertThat(together.of("y")).isEqualTo("x");
      assertThat(together.names()).containsExactlyInAnyOrder("b", "c", "d", "e", "x", "y");
    }
  }

  @Test
  void everyReasonIsNamed() {
    assertThat(Verdict.of(null, null, MODEL, true, 0.6).reasons())
        .containsExactly("low_confidence", "outlier");
    assertThat(Verdict.of(null, null, NOTHING, false, 0.5))
        .isEqualTo(new Verdict(null, "none", 0, "review", List.of("unnamed")));
    assertThat(Verdict.of(null, null, NOTHING, false, 0).reasons()).containsExactly("unnamed");
    assertThat(Verdict.of(null, TREE, NOTHING, true, 0.5).reasons()).containsExactly("outlier");
  }

  @Test
  void confidenceIsVotesTimesHowClearlyAnItemBelongs() {
    assertThat(Confidence.ofMember(2, 2, 0.25, 0.5)).isCloseTo(9 / 16.0, within(1e-12));
    assertThat(Confidence.ofMember(2, 2, 0, 0.5)).as("on the border").isEqualTo(3 / 8.0);
    assertThat(Confidence.ofMember(2, 2, 0.9, 0.5)).isEqualTo(3 / 4.0);
    assertThat(Confidence.ofMember(9, 9, 0, 0)).as("one cluster").isEqualTo(10 / 11.0);
    assertThat(Confidence.ofMember(9, 9, 0.2, 0.5))
        .isGreaterThan(Confidence.ofMember(2, 2, 0.2, 0.5));
    assertThat(Confidence.ofMember(2, 3, 1, 0.5)).isLessThan(Confidence.ofMember(3, 3, 1, 0.5));
  }

  @Test
  void anItemsOwnAnswerCountsBeforeItsClusters() {
    HashMap<String, String> own = new HashMap<>();
    own.put(Named.key("c-a", 0, 5), "face");
    own.put(Named.key("c-b", 0, 5), "tree");
    Named named = new Named("face", 2, 3, own, "t@1", "p", "m");
    assertThat(named.about("c-x|0.0|5.0", 0.5, 0.5)).isEqualTo(new Named.Said("face", 0.6, false));
    assertThat(named.about("c-a|0.0|5.0", 0, 0.5))
        .isEqualTo(new Named.Said("face", 2 / 3.0, false));
    Named.Said differs = named.about("c-b|0.0|5.0", 1, 0.5);
    assertThat(differs).isEqualTo(new Named.Said("tree", 2 / 3.0, true));
    assertThat(Verdict.of(null, null, differs, false, 0.5).reasons())
        .containsExactly("differs_from_cluster");
    assertThat(Verdict.of(null, TREE, differs, false, 0.5).reasons()).isEmpty();
    Named mixed = new Named(null, 1, 2, own, "t@1", "p", "m");
    assertThat(mixed.about("c-b|0.0|5.0", 1, 0.5))
        .isEqualTo(new Named.Said("tree", 2 / 3.0, false));
  }

  @Test
  void excludedByAPersonIsExcluded() {
    assertThat(Verdict.of(OUT, TREE, MODEL, true, 0.5).verdict()).isEqualTo("excluded");
    assertThat(Verdict.of(null, OUT, MODEL, false, 0.5))
        .isEqualTo(new Verdict("face", "model", 0.5, "excluded", List.of("excluded_by_review")));
  }

  @Test
  void splitDependsOnSeedAndRecordingAlone() {
    SplitRule rule = new SplitRule(51, 0.8, 0.1);
    assertThat(new StratifiedDeal.Deal(rule).call("x", 0L, 10L, 10L))
        .as("a label with one recording is in one split")
        .isIn("train", "validation", "test");
    List<String> splits = IntStream.range(0, 10_000).mapToObj(i -> rule.of("r" + i)).toList();
    assertThat(share(splits, "train")).isCloseTo(0.8, within(0.02));
    assertThat(share(splits, "validation")).isCloseTo(0.1, within(0.02));
    assertThat(share(splits, "test")).isCloseTo(0.1, within(0.02));
    assertThat(rule.of("r1")).isEqualTo(new SplitRule(51, 0.8, 0.1).of("r1"));
    assertThat(new SplitRule(51, 1, 0).of("r1")).isEqualTo("train");
    assertThat(new SplitRule(51, 0, 0).of("r1")).isEqualTo("test");
  }

  @Test
  void clipsAreNamedAfterTheirSpan() {
    assertThat(ItemId.ofClip("v", 0, 4.44)).isEqualTo("v@0-4.44");
    assertThat(ItemId.ofClip("v", 10, 1200)).isEqualTo("v@10-1200");
  }

  @Test
  void latestReviewCounts() {
    Reviews reviews =
        new Reviews(
            List.of(
                review("cluster_of", "a", "new", 2),
                review("cluster_of", "a", "old", 1),
                review("cluster_of", "b", "newest", 3),
                review("video", "a", "mine", 1),
                review("cluster_of", "rec", "lost", 9)));
    List<String> notes = new ArrayList<>();
    Map<Integer, Ruling> clusters =
        reviews.rulingsOnClusters(
            Map.of(
                "a", new TreeSet<>(Set.of(0)),
                "b", new TreeSet<>(Set.of(0)),
                "rec", new TreeSet<>(Set.of(1, 2))),
            notes);
    assertThat(clusters).containsOnly(Map.entry(0, new Ruling("newest", false)));
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("cluster 0", "'new'", "'newest'", "kind video");
    assertThat(notes.get(1)).contains("rec", "[1, 2]");
    assertThat(reviews.rulingsOnItems()).containsOnly(Map.entry("a", new Ruling("mine", false)));
  }

  @Test
  void whatKeepsASpreadsheetFromRunningACellIsTakenOff() {
    assertThat(ReviewFile.spoken("'=cmd()")).isEqualTo("=cmd()");
    assertThat(ReviewFile.spoken("''=cmd()")).isEqualTo("'=cmd()");
    assertThat(ReviewFile.spoken("=cmd()")).isEqualTo("=cmd()");
    assertThat(ReviewFile.spoken("'tis")).isEqualTo("'tis");
  }

  @Test
  void everyWrongReviewRowIsNamed() {
    List<Map<String, String>> rows =
        List.of(
            row("kind", "clip"),
            row("at", "yesterday"),
            row("label", ""),
            row("exclude", "true"),
            row("reviewer", ""),
            row("at", "2026-11-21"));
    assertThatThrownBy(() -> ReviewFile.parse(rows, "r.csv"))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("r.csv: row 1: kind is video or cluster_of, not 'clip'")
        .hasMessageContaining("row 2: at is a date")
        .hasMessageContaining("row 3: either a label")
        .hasMessageContaining("row 4: either a label")
        .hasMessageContaining("row 5: key and reviewer")
        .hasMessageNotContaining("row 6");
  }

  @Test
  void sharesMustAddUp() {
    assertThatThrownBy(() -> new CurateConf.Split(0.8, 0.1, 0.2, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add up to 1");
  }

  private static double share(List<String> splits, String name) {
    return splits.stream().filter(name::equals).count() / (double) splits.size();
  }

  private static ReviewRow review(String kind, String key, String label, int second) {
    return new ReviewRow(kind, key, label, false, "p", null, Instant.ofEpochSecond(second));
  }

  private static Map<String, String> row(String field, String value) {
    Map<String, String> row =
        new HashMap<>(
            Map.of(
                "kind", "video",
                "key", "v",
                "label", "tree",
                "exclude", "",
                "reviewer", "p",
                "reason", "",
                "at", "2026-11-21T10:00:00Z"));
    row.put(field, value);
    return row;
  }
}
