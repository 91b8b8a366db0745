package dev.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelParserTest {
  private static final LabelParser PARSER =
      new LabelParser(List.of("Safe Walkway", "Safe Walkway Violation"), "none of these");

  @Test
  void jsonCarriesLabelAndEvidence() {
    assertThat(PARSER.parse("{\"label\": \"Safe Walkway\", \"evidence\": \"inside the lines\"}"))
        .isEqualTo(new ParsedLabel.Labelled("Safe Walkway", "inside the lines"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "safe walkway",
        "\"Safe Walkway\"",
        "Safe-Walkway.",
        "  SAFE   walkway\n",
        "**Safe Walkway**",
        "Label: Safe Walkway",
        "{\"Label\":\"safe_walkway\"}",
        "```json\n{\"label\": \"Safe Walkway\"}\n```",
        "Sure! {not json} Here it is: {\"label\": \"Safe Walkway\", \"x\": {\"y\": 1}} Hope it helps.",
        "\"{\\\"label\\\": \\\"Safe Walkway\\\"}\""
      })
  void spellingAndWrappingDoNotMatter(String answer) {
    assertThat(PARSER.parse(answer)).isEqualTo(new ParsedLabel.Labelled("Safe Walkway", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"None of these", "{\"label\":\"none_of_these\"}"})
  void abstainingIsNoLabel(String answer) {
    assertThat(PARSER.parse(answer)).isEqualTo(new ParsedLabel.Abstained(""));
  }

  @Test
  void freeTextIsNeverALabel() {
    assertThat(PARSER.parse("A worker crosses the Safe Walkway"))
        .isEqualTo(new ParsedLabel.UnknownLabel("A worker crosses the Safe Walkway"));
    assertThat(PARSER.parse("{\"label\":\"Inappropriate_footwear\"}"))
        .isEqualTo(new ParsedLabel.UnknownLabel("Inappropriate_footwear"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "...", "{}", "{\"label\": null}", "{\"label\": \"Safe Walk", "[1, 2]"})
  void answersWithoutALabelAreUnparsable(String answer) {
    assertThat(PARSER.parse(answer)).isEqualTo(new ParsedLabel.Unparsable(answer.strip()));
  }

  @Test
  void noAnswerIsUnparsable() {
    assertThat(PARSER.parse(null)).isEqualTo(new ParsedLabel.Unparsable(""));
  }

  @Test
  void accentsMatterAndWidthDoesNot() {
    assertThat(LabelName.key("Ｃafé")).isEqualTo(LabelName.key("cafe\u0301")).isNotEqualTo("cafe");
  }
}
