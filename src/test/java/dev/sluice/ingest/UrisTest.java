package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UrisTest {
  @Test
  void relativeNamesStartFromTheManifestsFolder() {
    assertThat(Uris.resolve("file:/data/set", "clips/a b#1%20.mp4"))
        .isEqualTo("file:/data/set/clips/a b#1%20.mp4");
    assertThat(Uris.resolve("s3a://bucket/set", "clips/a.mp4"))
        .isEqualTo("s3a://bucket/set/clips/a.mp4");
    assertThat(Uris.resolve("s3a://bucket", "a.mp4")).isEqualTo("s3a://bucket/a.mp4");
    assertThat(Uris.resolve("file:/data/set", "../x/./y.mp4")).isEqualTo("file:/data/x/y.mp4");
    assertThat(Uris.resolve("file:/data", "../../../etc/x")).isEqualTo("file:/etc/x");
  }

  @Test
  void absolutePathsStayInTheManifestsStore() {
    assertThat(Uris.resolve("file:/data", "/v/a.mp4")).isEqualTo("file:/v/a.mp4");
    assertThat(Uris.resolve("s3a://bucket/set", "/v/a.mp4")).isEqualTo("s3a://bucket/v/a.mp4");
  }

  @Test
  void urisStayAsTheyAre() {
    assertThat(Uris.resolve("file:/data", "https://h/a b%20.mp4?s=1"))
        .as("a link is made fit to be sent")
        .isEqualTo("https://h/a%20b%20.mp4?s=1");
    assertThat(Uris.resolve("file:/data", "https://h/a.mp4?s=1")).isEqualTo("https://h/a.mp4?s=1");
    assertThat(Uris.resolve("file:/data", "\n\u00a0https://h/a.mp4 \n"))
        .isEqualTo("https://h/a.mp4");
    assertThat(Uris.resolve("file:/data", " a.mp4 ")).isEqualTo("file:/data/ a.mp4 ");
    assertThat(Uris.resolve("s3a://b/x", "file:///v/a.mp4")).isEqualTo("file:/v/a.mp4");
  }

  @Test
  void aColonDoesNotMakeAStore() {
    assertThat(Uris.resolve("file:/data", "take 1: intro.mp4"))
        .isEqualTo("file:/data/take 1: intro.mp4");
  }

  @Test
  void aCatalogTableHasNoFolder() {
    assertThat(Uris.resolve(null, "/v/a.mp4")).isEqualTo("file:/v/a.mp4");
    assertThatThrownBy(() -> Uris.resolve(null, "a.mp4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absolute");
  }
}
