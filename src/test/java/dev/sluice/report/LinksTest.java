package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final Links PAGE = new Links("file:/data/w/_report/index.html", Map.of());

  @Test
  void videosInThePagesStoreAreLinkedFromWhereItIs() {
    assertThat(PAGE.to("file:///data/clips/a.mp4")).contains("../../clips/a.mp4");
    assertThat(PAGE.to("/data/w/_report/a.mp4")).contains("./a.mp4");
    assertThat(PAGE.to("file:/data/clips/a.mp4", 0, 4.5)).contains("../../clips/a.mp4#t=0,4.5");
    Links bucket = new Links("s3a://b/w/index.html", Map.of());
    assertThat(bucket.to("s3a://b/clips/a.mp4")).contains("../clips/a.mp4");
  }

  @Test
  void namesAreTakenLetterByLetter() {
    assertThat(PAGE.to("file:/data/w/_report/a b#1?%41é\".mp4"))
        .contains("./a%20b%231%3F%2541%C3%A9%22.mp4");
    assertThat(PAGE.to("/data/w/_report/javascript:x.mp4")).contains("./javascript%3Ax.mp4");
  }

  @Test
  void otherStoresAreNotLinkedUnlessSigned() {
    assertThat(PAGE.to("s3a://b/a.mp4")).isEmpty();
    assertThat(PAGE.to("https://host/a.mp4?key=secret")).isEmpty();
    assertThat(PAGE.to("javascript:alert(1)")).isEmpty();
    assertThat(new Links("s3a://b/w/index.html", Map.of()).to("s3a://other/a.mp4")).isEmpty();
    assertThat(
            new Links(PAGE.page(), Map.of("s3a://b/a.mp4", "https://b/a?sig"))
                .to("s3a://b/a.mp4", 2, 3))
        .contains("https://b/a?sig#t=2,3");
  }
}
