package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbedConfTest {
  @Test
  void aWithdrawnModelIsRefusedWithItsSuccessorBeforeAnythingRuns() {
    assertThatThrownBy(
            () -> new EmbedConf("Marengo-retrieval-2.7", null, null, null, null, null, null))
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
    EmbedConf stored = new EmbedConf(null, null, null, null, null, "stored", null);
    assertThat(stored.takesStoredOf("twelvelabs:index/i/v?asset=a")).isTrue();
    assertThat(stored.takesStoredOf("twelvelabs:asset/a")).isFalse();
    assertThat(stored.takesStoredOf("/data/a.mp4")).isFalse();
    EmbedConf paid = new EmbedConf(null, null, null, null, null, null, null);
    assertThat(paid.takesStoredOf("twelvelabs:index/i/v?asset=a")).isFalse();
    List<String> fused = List.of("visual", "audio", "fused");
    assertThatThrownBy(() -> new EmbedConf(null, fused, null, null, null, "stored", null))
        .hasMessageContaining("no fused vectors");
    assertThatThrownBy(() -> new EmbedConf(null, null, null, null, null, "free", null))
        .hasMessageContaining("paid or stored");
  }

  @Test
  void scopesSayWhatVectorsStandFor() {
    EmbedConf both = conf("marengo3.0", "visual");
    assertThat(both.request(Optional.empty()).scopes()).isEqualTo(EmbedRequest.ALL_SCOPES);
    EmbedConf clips = new EmbedConf(null, null, null, null, null, null, List.of("clip"));
    assertThat(clips.brings(Scope.CLIP)).isTrue();
    assertThat(clips.brings(Scope.VIDEO)).isFalse();
    EmbedConf stored = new EmbedConf(null, null, null, null, null, "stored", null);
    assertThat(stored.brings(Scope.CLIP)).isTrue();
    assertThat(stored.brings(Scope.VIDEO)).isFalse();
    for (List<String> wrong : List.of(List.<String>of(), List.of("asset"))) {
      assertThatThrownBy(() -> new EmbedConf(null, null, null, null, null, null, wrong))
          .hasMessageContaining("scope");
    }
    assertThatThrownBy(
            () -> new EmbedConf(null, null, null, null, null, "stored", List.of("video")))
        .hasMessageContaining("add clip to scopes");
  }

  private static EmbedConf conf(String model, String... modalities) {
    return new EmbedConf(model, List.of(modalities), null, null, null, null, null);
  }
}
