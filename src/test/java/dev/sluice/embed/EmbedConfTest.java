package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedConfTest {
  @Test
  void aWithdrawnModelIsRefusedWithItsSuccessorBeforeAnythingRuns() {
    assertThatThrownBy(() -> new EmbedConf("Marengo-retrieval-2.7", null, null, null, null, null))
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

  @Test
  void storedVectorsAreForVideosOfAnIndexAndNeverFused() {
    EmbedConf stored = new EmbedConf(null, null, null, null, null, "stored");
    assertThat(stored.takesStoredOf("twelvelabs:index/i/v?asset=a")).isTrue();
    assertThat(stored.takesStoredOf("twelvelabs:asset/a")).isFalse();
    assertThat(stored.takesStoredOf("/data/a.mp4")).isFalse();
    EmbedConf paid = new EmbedConf(null, null, null, null, null, null);
    assertThat(paid.takesStoredOf("twelvelabs:index/i/v?asset=a")).isFalse();
    List<String> fused = List.of("visual", "audio", "fused");
    assertThatThrownBy(() -> new EmbedConf(null, fused, null, null, null, "stored"))
        .hasMessageContaining("no fused vectors");
    assertThatThrownBy(() -> new EmbedConf(null, null, null, null, null, "free"))
        .hasMessageContaining("paid or stored");
  }

  private static EmbedConf conf(String model, String... modalities) {
    return new EmbedConf(model, List.of(modalities), null, null, null, null);
  }
}
