package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Offset<Double> CLOSE = within(5e-5);

  @Test
  void theExampleOfConfusionWorkedByHand() {
    Confusion confusion = confusion("aaabb", "aabb-");
    assertThat(confusion.precision("a")).contains(1.0);
    assertThat(confusion.recall("a").orElseThrow()).isCloseTo(2 / 3.0, CLOSE);
    assertThat(confusion.f1("a")).isCloseTo(0.8, CLOSE);
    assertThat(confusion.precision("b")).contains(0.5);
    assertThat(confusion.recall("b")).contains(0.5);
    assertThat(confusion.f1("b")).isEqualTo(0.5);
    assertThat(confusion.accuracy()).contains(0.6);
    assertThat(confusion.coverage()).contains(0.8);
    assertThat(confusion.macroF1().orElseThrow()).isCloseTo(0.65, CLOSE);
    assertThat(confusion.kappa().orElseThrow()).isCloseTo(0.5, CLOSE);
    assertThat(confusion.counts())
        .containsOnlyKeys(
            new Confusion.Pair("a", "a"),
            new Confusion.Pair("a", "b"),
            new Confusion.Pair("b", "b"));
  }

  @Test
  void aClassNeverAnsweredHasNoPrecisionAndOneNeverTrueNoRecall() {
    Confusion confusion = confusion("ab", "aa");
    assertThat(confusion.precision("b")).isEmpty();
    assertThat(confusion.recall("b")).contains(0.0);
    assertThat(confusion.f1("b")).isZero();
    Confusion stranger = confusion("a", "c");
    assertThat(stranger.recall("c")).isEmpty();
    assertThat(stranger.precision("c")).contains(0.0);
    assertThat(stranger.macroF1()).as("only true classes count").contains(0.0);
  }

  @Test
  void nothingHasNoMeasures() {
    assertThat(new Confusion().accuracy()).isEmpty();
    assertThat(new Confusion().kappa()).isEmpty();
    assertThat(new Confusion().coverage()).isEmpty();
    assertThat(new Confusion().macroF1()).isEmpty();
  }

  @Test
  void aRightAnswerMoreNeverLowersAMeasure() {
    Confusion before = confusion("aabb", "ab--");
    Confusion after = confusion("aabb", "abb-");
    assertThat(after.macroF1().orElseThrow()).isGreaterThan(before.macroF1().orElseThrow());
    assertThat(after.accuracy().orElseThrow()).isGreaterThan(before.accuracy().orElseThrow());
  }

  @Test
  void spellingsAreOneClass() {
    Names names = new Names(Optional.empty());
    assertThat(names.of("Hard Hat")).isEqualTo("Hard Hat");
    assertThat(names.of("hard-hat")).isEqualTo("Hard Hat");
    assertThat(names.group("Hard Hat")).isEmpty();
  }

  private static Confusion confusion(String truths, String answers) {
    Confusion confusion = new Confusion();
    for (int i = 0; i < truths.length(); i++) {
      String answer = answers.substring(i, i + 1);
      confusion.add(
          truths.substring(i, i + 1),
          answer.equals("-") ? Optional.empty() : Optional.of(answer),
          1);
    }
    return confusion;
  }
}
