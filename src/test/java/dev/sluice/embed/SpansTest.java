package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.Span;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpansTest {
  @Test
  void aVideoWithinTheLimitIsAskedForAsItIs() {
    assertThat(Spans.of(Optional.empty(), 100, 100)).containsExactly(Optional.empty());
    Optional<Span> part = Optional.of(new Span(10, 20));
    assertThat(Spans.of(part, 100, 15)).containsExactly(part);
  }

  @Test
  void aLongRecordingIsCutIntoEqualSpansAndNeverRejected() {
    assertThat(Spans.of(Optional.empty(), 36_000, 14_400))
        .containsExactly(
            Optional.of(new Span(0, 12_000)),
            Optional.of(new Span(12_000, 24_000)),
            Optional.of(new Span(24_000, 36_000)));
  }

  @Test
  void contradictingSettingsAreRefused() {
    assertThatThrownBy(() -> new EmbedConf(null, null, 5.0, 4.0, null, null, null))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> new EmbedConf("marengo2.7", null, null, null, null, null, null))
        .hasMessageContaining("marengo3.0");
    assertThatThrownBy(() -> new EmbedConf(null, null, 1.0, null, null, null, null))
        .hasMessageContaining("2 to 10");
  }
}
