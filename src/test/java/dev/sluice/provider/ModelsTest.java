package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.MediaFacts;
import dev.sluice.provider.Models.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {

  @ParameterizedTest
  @CsvSource({
    "Marengo-retrieval-2.7, EMBED, marengo3.0, 2026-03-30",
    "marengo2.7, EMBED, marengo3.0, 2026-03-30",
    "Marengo-retrieval-2.6, EMBED, marengo3.0, June 2025",
    "pegasus1.1, ANALYZE, pegasus1.5, March 2025",
    "pegasus1.2, ANALYZE, pegasus1.5, 2026-08-18",
  })
  void aWithdrawnModelNamesItsSuccessorAndTheDay(
      String model, Task task, String successor, String when) {
    assertThatThrownBy(() -> Models.of(model, task))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(model, successor, when);
    assertThat(Models.of(successor, task).model()).isEqualTo(successor);
  }

  @ParameterizedTest
  @CsvSource({
    "marengo3.0, EMBED, 512, 4, 14400, 4294967296",
    "marengo3.5, EMBED, 512, 4, 14400, 4294967296",
    "pegasus1.5, ANALYZE, 0, 4, 7200, 2147483648",
    "pegasus1.6, ANALYZE, 0, 1, 7200, 10737418240",
  })
  void theDocumentedLimitsAreKnown(
      String model, Task task, int dimension, double minSec, double maxSec, long maxBytes) {
    Models.Capabilities known = Models.of(model, task);
    assertThat(known.dimension()).isEqualTo(dimension);
    MediaRules rules = known.rules();
    assertThat(rules.minSec()).isEqualTo(minSec);
    assertThat(rules.maxSec()).isEqualTo(maxSec);
    assertThat(rules.maxBytes()).isEqualTo(maxBytes);
    assertThat(rules.violation(video(maxSec, 360, 360, maxBytes))).isEmpty();
    assertThat(rules.violation(video(maxSec, 360, 360, maxBytes + 1))).isPresent();
    assertThat(rules.violation(video(minSec / 2, 360, 360, 1))).isPresent();
    assertThat(rules.violation(video(minSec, 359, 360, 1))).isPresent();
    assertThat(rules.violation(video(minSec, 5184, 2161, 1))).isPresent();
    assertThat(rules.violation(video(minSec, 5184, 2160, 1))).isEmpty();
    assertThat(rules.violation(video(minSec, 1000, 400, 1))).isPresent();
  }

  @Test
  void theNewerModelHearsNoWordsAndCutsFiner() {
    assertThat(Models.of("marengo3.0", Task.EMBED).clips().dynamicSec()).isEqualTo(4);
    Models.Capabilities newer = Models.of("marengo3.5", Task.EMBED);
    assertThat(newer.clips().dynamicSec()).isEqualTo(2);
    assertThat(newer.dimensions()).containsExactly(128, 256, 512);
    newer.requireModalities(List.of("visual", "audio"));
    assertThatThrownBy(() -> newer.requireModalities(List.of("visual", "transcription")))
        .hasMessage("modalities of marengo3.5 are visual and audio, not [visual, transcription]");
  }

  @Test
  void fusedVectorsNeedTwoModalitiesToStandFor() {
    Models.Capabilities known = Models.of("marengo3.0", Task.EMBED);
    known.requireModalities(List.of("visual", "audio", "fused"));
    assertThatThrownBy(() -> known.requireModalities(List.of("visual", "fused")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> known.requireModalities(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aModelOfAnotherTaskIsUnknown() {
    assertThatThrownBy(() -> Models.of("pegasus1.5", Task.EMBED))
        .hasMessage("unknown embed model pegasus1.5; known: [marengo3.0, marengo3.5]");
  }

  private static MediaFacts video(double sec, int width, int height, long bytes) {
    return new MediaFacts(sec, width, height, 25, bytes, "h264", true);
  }
}
