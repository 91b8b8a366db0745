package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldUriTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "twelvelabs:asset/6a5e",
        "twelvelabs:index/6a5e",
        "twelvelabs:index/6a5e/7b-1",
        "twelvelabs:index/6a5e/7b-1?asset=8c_2"
      })
  void isWrittenAsItWasRead(String uri) {
    assertThat(HeldUri.names(uri)).isTrue();
    assertThat(HeldUri.parse(uri)).hasToString(uri);
  }

  @Test
  void namesWhatItSays() {
    HeldUri video = HeldUri.parse("twelvelabs:index/i/v?asset=a");
    assertThat(video.index()).contains(new ProviderRef("i"));
    assertThat(video.video()).contains(new ProviderRef("v"));
    assertThat(video.asset()).contains(new ProviderRef("a"));
    assertThat(video.from(Optional.empty())).hasToString("twelvelabs:index/i/v");
    assertThat(video.isWholeIndex()).isFalse();
    assertThat(HeldUri.parse("twelvelabs:index/i").isWholeIndex()).isTrue();
    assertThat(HeldUri.parse("twelvelabs:asset/a").isWholeIndex()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twelvelabs:",
        "twelvelabs:asset/",
        "twelvelabs:asset/a/b",
        "twelvelabs:asset/../indexes",
        "twelvelabs:index/i/v/w",
        "twelvelabs:index/i?asset=a",
        "twelvelabs:index/i/v?asset=",
        "twelvelabs:video/v",
        "twelvelabs:asset/a b"
      })
  void anythingElseIsToldWhatToWrite(String uri) {
    assertThatThrownBy(() -> HeldUri.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twelvelabs:asset/ASSET_ID");
  }

  @Test
  void filesAndLinksAreNone() {
    assertThat(HeldUri.names("/data/twelvelabs:asset/a")).isFalse();
    assertThat(HeldUri.names("https://twelvelabs/a.mp4")).isFalse();
    assertThat(HeldUri.names("clips/a.mp4")).isFalse();
  }
}
