package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.SentSource.Likeness;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentSourceTest {

  @ParameterizedTest
  @CsvSource({
    "https://h/a%20b.mp4?sig=1, SAME",
    "https://h/a%20b.mp4?sig=2, PERHAPS",
    "https://cdn/a b.mp4, PERHAPS",
    "https://h/b.mp4?sig=1, NO",
    "'', PERHAPS",
  })
  void aLinkIsKnownAsItWasSentAndItsPathHoweverItIsSigned(String shown, Likeness likeness) {
    SentSource sent = SentSource.of(new MediaSource.Url("https://h/a%20b.mp4?sig=1"));
    assertThat(sent.likeness(shown)).isEqualTo(likeness);
    assertThat(sent.text()).doesNotContain("sig").doesNotContain("mp4");
  }

  @Test
  void anUploadIsKnownByItsIdAndALinkSpeaksAgainstIt() {
    SentSource sent = SentSource.of(new MediaSource.Asset(new ProviderRef("a1b2c3")));
    assertThat(sent.likeness("https://store/a1b2c3/video")).isEqualTo(Likeness.SAME);
    assertThat(sent.likeness("https://h/b.mp4")).isEqualTo(Likeness.UNLIKELY);
    assertThat(sent.likeness("")).isEqualTo(Likeness.PERHAPS);
  }

  @Test
  void anIntentThatDoesNotSayRulesNothingOut() {
    assertThat(SentSource.NONE.likeness("https://h/b.mp4")).isEqualTo(Likeness.PERHAPS);
  }
}
