package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
    for (String signed :
        List.of(
            "X-Amz-Credential=hidden%2F1&X-Amz-Date=1&X-Amz-Signature=hidden",
            "sv=2024\\u0026se=1\\u0026sig=hidden%3D",
            "GoogleAccessId=g&Expires=1&Signature=hidden",
            "X-Goog-Signature=hidden&x-oss-signature=hidden",
            "Policy=p\\u0026Signature=hidden~\\u0026Key-Pair-Id=K")) {
      String answer = "{\"url\":\"https://b/a.mp4?%s\",\"é\":1}".formatted(signed);
      byte[] kept = Scrub.withoutSignatures(answer.getBytes(StandardCharsets.UTF_8));
      assertThat(new String(kept, StandardCharsets.UTF_8))
          .doesNotContain("hidden")
          .startsWith("{\"url\":\"https://b/a.mp4?" + signed.substring(0, 2))
          .endsWith("\",\"é\":1}");
    }
    byte[] plain = "{\"url\":\"https://b/a.mp4?id=1&expires=2\"}".getBytes(StandardCharsets.UTF_8);
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
