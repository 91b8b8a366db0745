package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedConfTest {
  @Test
  void aWithdrawnModelIsRefusedWithItsSuccessorBeforeAnythingRuns() {
    assertThatThrownBy(() -> new EmbedConf("Marengo-retrieval-2.7", null, null, null, null))
        .hasMessageContainingAll("2026-03-30", "marengo3.0");
  }

  @Test
  void modalitiesAreThoseOfTheModel() {
    assertThat(conf("marengo3.0", "visual", "transcription").modalities()).hasSize(2);
    assertThatThrownBy(() -> conf("marengo3.5", "visual", "transcription"))
        .hasMessageContainingAll("marengo3.5", "visual and audio");
    assertThatThrownBy(() -> conf("marengo3.0", "smell"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> conf("marengo3.0", "visual", "fused"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EmbedConf conf(String model, String... modalities) {
    return new EmbedConf(model, List.of(modalities), null, null, null);
  }
}
