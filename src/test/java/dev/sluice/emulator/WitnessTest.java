package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final String PROMPT =
      """
      Choose one.
      - crowd: several people at a distance
      - empty road: cars, without people
      - kitchen: a person close to the camera, with a microwave or an oven
      - Kitchen work: a microwave, an oven or a wine glass on a table
      """;

  @Test
  void definitionIsReadFromItsOwnLine() {
    Definition road = Definition.read("empty road", PROMPT);
    assertThat(road.wanted()).containsExactly("car");
    assertThat(road.unwanted()).containsExactly("person");
    Definition kitchen = Definition.read("Kitchen work", PROMPT);
    assertThat(kitchen.wanted()).containsExactlyInAnyOrder("microwave", "oven", "wine glass");
    assertThat(Definition.read("crowd", PROMPT).views()).containsExactly(Definition.View.FAR);
  }

  @Test
  void labelIsChosenByWhatWasSeenAndHow() {
    Sighting far = new Sighting("person", 0.7, 6, 1, 0.01);
    Sighting near = new Sighting("person", 0.8, 1, 1, 0.6);
    Sighting car = new Sighting("car", 0.5, 1, 1, 0.1);
    List<String> labels = List.of("crowd", "empty road", "kitchen", "none of these");
    assertThat(new Witness(List.of(far)).choose(labels, PROMPT)).isEqualTo("crowd");
    assertThat(new Witness(List.of(car)).choose(labels, PROMPT)).isEqualTo("empty road");
    assertThat(new Witness(List.of(near)).choose(labels, PROMPT)).isEqualTo("kitchen");
    assertThat(new Witness(List.of(near, car)).choose(List.of("empty road", "none"), PROMPT))
        .isEqualTo("none");
  }

  @Test
  void nothingSeenIsAnAbstentionAndNeverAGuess() {
    Witness blind = new Witness(List.of());
    assertThat(blind.choose(List.of("crowd", "none of these"), PROMPT)).isEqualTo("none of these");
    assertThat(blind.choose(List.of("crowd", "kitchen"), PROMPT)).isEmpty();
    assertThat(blind.evidence()).isEqualTo("detector saw: nothing that it knows");
  }

  @Test
  void detectionsBelowTheThresholdAreNotSightings() {
    List<Detection> weak = List.of(new Detection("person", 0.29f, 0.5f, 0.5f, 0.5f));
    List<Detection> strong =
        List.of(
            new Detection("person", 0.6f, 0.5f, 0.5f, 0.2f),
            new Detection("person", 0.4f, 0.1f, 0.5f, 0.1f));
    List<Sighting> sightings = Sighting.of(List.of(weak, strong));
    assertThat(sightings).hasSize(1);
    assertThat(sightings.get(0).perFrame()).isEqualTo(1);
    assertThat(sightings.get(0).frames()).isEqualTo(0.5);
    assertThat(sightings.get(0).words()).isEqualTo("person 0.60, largest 20 % of the frame");
  }
}
