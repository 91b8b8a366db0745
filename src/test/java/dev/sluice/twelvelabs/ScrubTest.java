package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScrubTest {
  private final Scrub scrub = new Scrub(new ApiKey("plain-looking-key"));

  @Test
  void takesOutKeysAndSignedAddresses() {
    String clean =
        scrub.clean(
            "plain-looking-key and tlk_0A-b_c at https://u:p@host/a.mp4?X-Amz-Signature=ffff, or"
                + " http://host/b#frag");
    assertThat(clean).isEqualTo("[key] and [key] at https://host/a.mp4?… or http://host/b?…");
  }

  @Test
  void keptAnswersOpenNoSignedLink() {
    byte[] kept =
        Scrub.withoutSignatures(
            """
            {"url":"https://b.s3/a.mp4?X-Amz-Credential=AKIA%2F1&X-Amz-Date=1&X-Amz-Signature=ff","é":1}
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(new String(kept, StandardCharsets.UTF_8))
        .contains("a.mp4?X-Amz-Credential=removed&X-Amz-Date=1&X-Amz-Signature=removed\",\"é\":1");
    byte[] plain = "{\"url\":\"https://b/a.mp4\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(Scrub.withoutSignatures(plain)).isSameAs(plain);
  }

  @Test
  void staysOnOneLineOf500Characters() {
    assertThat(scrub.clean("a\r\nb\tc")).isEqualTo("a b c");
    assertThat(scrub.clean("x".repeat(2000))).hasSize(500);
    assertThat(scrub.clean("x".repeat(495) + "plain-looking-key")).doesNotContain("plain");
    assertThat(scrub.clean(null)).isEmpty();
  }
}
