package dev.sluice.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.Span;
import dev.sluice.provider.Taxonomy;
import dev.sluice.tables.ClusterLabelRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelArithmeticTest {
  private static final Taxonomy TAXONOMY =
      new Taxonomy(
          "t",
          1,
          null,
          List.of(
              new Taxonomy.Label("face", "a person's face, close & near", "people"),
              new Taxonomy.Label("street", "people outdoors", "people")));

  @Test
  void packagedPromptListsEveryLabelWithItsDefinition() {
    Prompt prompt = Prompt.read("", TAXONOMY);
    assertThat(prompt.text())
        .contains("\n- face: a person's face, close & near\n- street: people outdoors\n- none of")
        .contains("Answer with exactly one label")
        .doesNotContain("{{");
    assertThat(prompt.hash()).hasSize(64).isEqualTo(Prompt.read("", TAXONOMY).hash());
  }

  @Test
  void promptWithoutLabelsIsRefused() {
    assertThatThrownBy(() -> Prompt.render("What is this?", "prompt p.md", TAXONOMY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prompt p.md does not name the label 'face'");
    assertThatThrownBy(() -> Prompt.render("{{#labels}}{{nme}}{{/labels}}", "p.md", TAXONOMY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreeingAnswersWin() {
    assertThat(ballot(0.5, "a", "a").label()).hasValue("a");
    assertThat(ballot(0.5, "a", "a").agreement()).isEqualTo(1);
  }

  @Test
  void thresholdItselfIsEnough() {
    assertThat(ballot(0.5, "a", null).label()).hasValue("a");
    assertThat(ballot(0.6, "a", null).label()).isEmpty();
  }

  @Test
  void tiesAbstain() {
    assertThat(ballot(0.5, "a", "b").label()).isEmpty();
    assertThat(ballot(0.3, "a", "b", "b", "a").label()).isEmpty();
    assertThat(ballot(0.3, "a", "b", "b").label()).hasValue("b");
  }

  @Test
  void nobodyAskedAbstains() {
    assertThat(ballot(0.5).label()).isEmpty();
    assertThat(ballot(0.5).agreement()).isZero();
    assertThat(ballot(0.5, null, null).label()).isEmpty();
  }

  @Test
  void wholeVideosAreAskedWithoutASpan() {
    assertThat(item(0, 5, 5.02).span(4)).isEmpty();
    assertThat(item(5, 10, 61).span(4)).hasValue(new Span(5, 10));
  }

  @Test
  void spansStayInsideTheFileAndLongEnough() {
    assertThat(item(57, 61.5, 61).span(4)).hasValue(new Span(57, 61));
    assertThat(item(57.1, 61, 61).span(4)).hasValue(new Span(57, 61));
  }

  private static Representative item(double from, double to, double file) {
    return new Representative(0, 1, "c", from, to, "v", "file:/v.mp4", file);
  }

  private static Ballot ballot(double minAgreement, String... labels) {
    List<ClusterLabelRow.Vote> votes = new ArrayList<>();
    for (String label : labels) {
      votes.add(new ClusterLabelRow.Vote("c", 0, 5, 1, "w", label, "labelled", null));
    }
    return Ballot.count(votes, minAgreement);
  }
}
