package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

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
  void staysOnOneLineOf500Characters() {
    assertThat(scrub.clean("a\r\nb\tc")).isEqualTo("a b c");
    assertThat(scrub.clean("x".repeat(2000))).hasSize(500);
    assertThat(scrub.clean("x".repeat(495) + "plain-looking-key")).doesNotContain("plain");
    assertThat(scrub.clean(null)).isEmpty();
  }
}
