package dev.sluice.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The worked examples of the Javadoc, and what is at their edges. */
class ClassifyArithmeticTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final Offset<Double> FOUR_DIGITS = within(5e-5);

  @Test
  void timeThatSeveralClipsCoverCountsOnce() {
    List<Seen> clips = List.of(seen(0, 6, 0.3), seen(4, 8, 0.3), seen(10, 12, 0.3));
    assertThat(Coverage.ratio(clips, 20)).isEqualTo(0.5);
    assertThat(Coverage.ratio(List.of(seen(0, 9, 1), seen(2, 3, 1)), 10)).isEqualTo(0.9);
    assertThat(Coverage.ratio(clips, 8)).as("a manifest may round").isEqualTo(1);
    assertThat(Coverage.ratio(clips, 0)).isZero();
    assertThat(Coverage.ratio(List.of(), 20)).isZero();
  }

  @Test
  void theCriticalThresholdIsTheHighestThatAssigns() {
    List<Seen> clips = List.of(seen(0, 4, 0.3), seen(4, 8, 0.2), seen(8, 10, 0.1));
    assertThat(Coverage.critical(clips, 10, 0.5)).isEqualTo(0.2);
    assertThat(Coverage.critical(clips, 10, 0.4)).isEqualTo(0.3);
    assertThat(Coverage.critical(clips, 10, 1)).isEqualTo(0.1);
    assertThat(Coverage.critical(clips, 100, 0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Coverage.critical(List.of(), 10, 0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void matchedClipsMakeRatioAndScore() {
    Verdict verdict = judge(0.2, 0.5, 0.01, "a").of(10, List.of(threeClips())).get(0);
    assertThat(verdict.ratio()).isEqualTo(0.6);
    assertThat(verdict.assigned()).isTrue();
    assertThat(verdict.score()).isCloseTo(28, EXACT);
    assertThat(verdict.best()).hasValue(0.30);
    assertThat(verdict.margin()).as("one class has no other").isEmpty();
    assertThat(verdict.share()).isEqualTo(1);
    assertThat(verdict.entropy()).isZero();
    assertThat(verdict.matched()).containsExactlyElementsOf(threeClips().subList(0, 2));
  }

  @Test
  void theRatioAndTheThresholdThemselvesAreEnough() {
    assertThat(judge(0.24, 0.6, 0.01, "a").of(10, List.of(threeClips())).get(0).assigned())
        .isTrue();
    assertThat(judge(0.2401, 0.6, 0.01, "a").of(10, List.of(threeClips())).get(0).assigned())
        .isFalse();
    assertThat(judge(0.24, 0.61, 0.01, "a").of(10, List.of(threeClips())).get(0).assigned())
        .isFalse();
  }

  @Test
  void marginsSharesAndEntropyComeFromTheBestCosines() {
    List<Verdict> verdicts =
        judge(0.2, 0.5, 0.05, "a", "b", "c")
            .of(
                4,
                List.of(
                    List.of(seen(0, 4, 0.30)),
                    List.of(seen(0, 4, 0.25)),
                    List.of(seen(0, 4, 0.10))));
    assertThat(verdicts).extracting(v -> v.rule().name()).containsExactly("a", "b", "c");
    assertThat(verdicts.get(0).margin().orElseThrow()).isCloseTo(0.05, EXACT);
    assertThat(verdicts.get(1).margin().orElseThrow()).isCloseTo(-0.05, EXACT);
    assertThat(verdicts.get(2).margin().orElseThrow()).isCloseTo(-0.20, EXACT);
    assertThat(verdicts.get(0).share()).isCloseTo(0.7214, FOUR_DIGITS);
    assertThat(verdicts.get(1).share()).isCloseTo(0.2654, FOUR_DIGITS);
    assertThat(verdicts.get(2).share()).isCloseTo(0.0132, FOUR_DIGITS);
    assertThat(verdicts).allSatisfy(v -> assertThat(v.entropy()).isCloseTo(0.6448, FOUR_DIGITS));
  }

  @Test
  void assignedClassesComeFirstThenTheScoreDecides() {
    List<Verdict> verdicts =
        judge(0.2, 0.5, 0.01, "short", "low", "high", "none")
            .of(
                10,
                List.of(
                    List.of(seen(0, 4, 0.9)),
                    List.of(seen(0, 6, 0.3)),
                    List.of(seen(0, 6, 0.4)),
                    List.of()));
    assertThat(verdicts)
        .extracting(v -> v.rule().name())
        .containsExactly("high", "low", "short", "none");
    Verdict none = verdicts.get(3);
    assertThat(none.score()).isZero();
    assertThat(none.best()).isEmpty();
    assertThat(none.margin()).isEmpty();
    assertThat(none.share()).isZero();
    assertThat(none.assigned()).isFalse();
  }

  @Test
  void aClipThatMatchesInTwoOptionsIsListedOnceWithTheNearer() {
    List<Seen> twice =
        List.of(
            new Seen(0, 4, "visual", 1, 0.5),
            new Seen(0, 4, "audio", 0, 0.3),
            new Seen(4, 6, "audio", 0, 0.3));
    Verdict verdict = judge(0.2, 0.5, 0.01, "a").of(6, List.of(twice)).get(0);
    assertThat(verdict.matched()).containsExactly(twice.get(0), twice.get(2));
    assertThat(verdict.ratio()).isEqualTo(1);
    assertThat(verdict.score()).isCloseTo(100 * (4 * 0.5 + 2 * 0.3) / 6, EXACT);
  }

  @Test
  void aThresholdBelowNothingMatchesNegativeCosinesButScoresThemAsNought() {
    Verdict verdict = judge(-1, 0.5, 0.01, "a").of(4, List.of(List.of(seen(0, 4, -0.5)))).get(0);
    assertThat(verdict.assigned()).isTrue();
    assertThat(verdict.score()).isZero();
  }

  @Test
  void theThresholdWithTheHighestF1Wins() {
    Calibration.Choice choice =
        Calibration.choose(
                List.of(
                    labelled(0.05, false),
                    labelled(0.40, true),
                    labelled(0.20, false),
                    labelled(0.30, true),
                    labelled(0.10, true)))
            .orElseThrow();
    assertThat(choice.threshold()).isCloseTo(0.075, EXACT);
    assertThat(choice.f1()).isCloseTo(6 / 7.0, EXACT);
    assertThat(choice.ofClass()).isEqualTo(3);
    assertThat(choice.videos()).isEqualTo(5);
  }

  @Test
  void amongEqualThresholdsTheHighestWinsAndTiesAreNotCutApart() {
    assertThat(
            Calibration.choose(
                List.of(labelled(0.4, true), labelled(0.3, false), labelled(0.2, true))))
        .as("2/3 at the first cut, 4/5 with all")
        .hasValueSatisfying(c -> assertThat(c.threshold()).isEqualTo(0.2));
    assertThat(
            Calibration.choose(
                List.of(labelled(0.3, false), labelled(0.3, true), labelled(0.1, false))))
        .hasValueSatisfying(
            c -> {
              assertThat(c.threshold()).isCloseTo(0.2, EXACT);
              assertThat(c.f1()).isCloseTo(2 / 3.0, EXACT);
            });
  }

  @Test
  void nothingIsChosenWhereNoThresholdFindsTheClass() {
    assertThat(Calibration.choose(List.of(labelled(0.3, false)))).isEmpty();
    assertThat(Calibration.choose(List.of(labelled(Double.NEGATIVE_INFINITY, true)))).isEmpty();
    assertThat(Calibration.choose(List.of())).isEmpty();
    assertThat(
            Calibration.choose(
                List.of(labelled(0.3, true), labelled(Double.NEGATIVE_INFINITY, true))))
        .hasValueSatisfying(
            c -> {
              assertThat(c.threshold()).isEqualTo(0.3);
              assertThat(c.f1()).isCloseTo(2 / 3.0, EXACT);
            });
  }

  @Test
  void everyClipIsScoredByItsNearestPromptWhateverItsLength() {
    List<VideoClass> classes =
        List.of(
            new VideoClass("x", List.of("east", "north"), null, null, null),
            new VideoClass("y", List.of("north"), List.of("audio"), null, null));
    Map<String, float[]> vectors = Map.of("east", new float[] {2, 0}, "north", new float[] {0, 1});
    Prompts prompts = Prompts.of("visual", classes, List.of("east", "north"), vectors);
    assertThat(prompts.units()).hasNumberOfRows(2);
    var scored =
        ScoreClips.scored(
            List.of(clip(3, 4), clip(0, 0), clip(-1, 0)).iterator(), Map.of("l", prompts));
    ClipScores first = scored.next();
    assertThat(first.getCosines()[0]).isCloseTo(0.8f, within(1e-6f));
    assertThat(first.getPrompts()).containsExactly(1, ClipScores.NONE);
    assertThat(first.getOption()).isEqualTo("visual");
    assertThat(scored.next().getCosines()[0]).as("a clip of zeros").isZero();
    assertThat(scored.next().getCosines()[0]).isZero();
    assertThat(scored.hasNext()).isFalse();
  }

  private static List<Seen> threeClips() {
    return List.of(seen(0, 4, 0.30), seen(4, 6, 0.24), seen(6, 10, 0.10));
  }

  private static Judge judge(double threshold, double ratio, double tau, String... names) {
    return new Judge(
        List.of(names).stream().map(name -> new Rule(name, threshold, ratio)).toList(), tau);
  }

  private static Seen seen(double from, double to, double cosine) {
    return new Seen(from, to, "visual", 0, cosine);
  }

  private static Calibration.Labelled labelled(double critical, boolean ofClass) {
    return new Calibration.Labelled(critical, ofClass);
  }

  private static ClipVector clip(float... vector) {
    ClipVector clip = new ClipVector();
    clip.setLens("l");
    clip.setVector(vector);
    return clip;
  }
}
