package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final String AWS =
      "X-Amz-Algorithm=A&X-Amz-Credential=AKIA&X-Amz-Date=%s&X-Amz-Signature=%s";

  @Test
  void anotherSignatureIsTheSameObject() {
    String one = "https://b.s3.amazonaws.com/a%20b.mp4?versionId=7&";
    assertThat(Links.identity(one + AWS.formatted("d1", "s1")))
        .isEqualTo("https://b.s3.amazonaws.com/a%20b.mp4?versionId=7")
        .isEqualTo(Links.identity(one + AWS.formatted("d2", "s2")));
    for (String signed :
        List.of(
            "AWSAccessKeyId=A&Signature=s%3D&Expires=1",
            "GoogleAccessId=g&Expires=1&Signature=s",
            "X-Goog-Signature=s&X-Goog-Date=1",
            "Expires=1&Signature=s&Key-Pair-Id=K",
            "Policy=p&Signature=s&Key-Pair-Id=K",
            "sv=2024&se=1&sr=b&sp=r&sig=s",
            "sig=s")) {
      assertThat(Links.identity("https://h/a.mp4?" + signed)).isEqualTo("https://h/a.mp4");
    }
  }

  @Test
  void whatNamesAnObjectStaysInItsIdentity() {
    assertThat(Links.identity("https://h/get?id=1&sp=2&expires=no"))
        .isEqualTo("https://h/get?id=1&sp=2&expires=no");
    assertThat(Links.identity("s3a://b/a?X-Amz-Signature=1#%41 é.mp4"))
        .as("a key, letter by letter")
        .isEqualTo("s3a://b/a?X-Amz-Signature=1#%41 é.mp4");
  }

  @Test
  void whatIsShownHoldsNoSecret() {
    assertThat(Links.shown("https://me:pw@h/a b.mp4?X-Amz-Signature=s#t"))
        .isEqualTo("https://h/a b.mp4");
    assertThat(Links.shown("s3a://AKIA:key@b/a?b#c.mp4")).isEqualTo("s3a://b/a?b#c.mp4");
    assertThat(Links.shown("abfss://box@acc.dfs.core.windows.net/a.mp4"))
        .isEqualTo("abfss://box@acc.dfs.core.windows.net/a.mp4");
    assertThat(Links.shown("rtsp://admin:pw@cam/x")).isEqualTo("rtsp://cam/x");
    assertThat(Links.shown(" \n\u00a0https://h/a.mp4?X-Amz-Signature=hidden"))
        .doesNotContain("hidden");
    assertThat(Links.withoutSecrets("nothing here reads sftp://u:pw@h/x, wasbs://box@acc/y"))
        .isEqualTo("nothing here reads sftp://h/x, wasbs://box@acc/y");
    assertThat(
            Links.withoutSecrets(
                "a,https://me:pw@h/a b.mp4?X-Amz-Signature=hidden,\"https://h/c?token=hidden\",7"))
        .doesNotContain("hidden", "pw")
        .contains("https://h/a b.mp4", "https://h/c?…", ",7");
  }

  @Test
  void whatOthersWroteIsPrintedOnOneLine() {
    assertThat(Links.printable("a\r\nb\u001b[2J\u009b\0 https://me:pw@h/a?sig=hidden"))
        .isEqualTo("a b?[2J?? https://h/a?…");
    assertThat(Links.printable("x".repeat(501))).hasSize(500).endsWith("x…");
    assertThat(Links.printable("x".repeat(500))).hasSize(500).endsWith("xx");
  }

  @Test
  void oddLettersAreSentEncodedOnce() {
    String sent = Links.sendable("https://bücher.de/ä b/100%/50%25 [x]|y/../z?q=a b&é=#t=1 2");
    assertThat(sent)
        .isEqualTo(
            "https://xn--bcher-kva.de/%C3%A4%20b/100%25/50%25%20%5Bx%5D%7Cy/../z?q=a%20b&%C3%A9=#t=1%202");
    assertThat(URI.create(sent).toASCIIString()).isEqualTo(sent);
    assertThat(Links.sendable(sent)).isEqualTo(sent);
    assertThatThrownBy(() -> Links.sendable("https:///a?X-Amz-Signature=hidden"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names no host")
        .hasMessageNotContaining("hidden");
  }
}
