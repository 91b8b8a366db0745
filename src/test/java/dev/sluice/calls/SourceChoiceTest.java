package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.S3Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "https://h/a.mp4, LINK, LINK",
    "HTTP://h/a.mp4, LINK, LINK",
    "s3a://b/a.mp4, UPLOAD, SIGNED_LINK",
    "s3://b/a.mp4, UPLOAD, SIGNED_LINK",
    "hdfs://n/a.mp4, UPLOAD, UPLOAD",
    "file:/a.mp4, UPLOAD, UPLOAD",
    "/data/a.mp4, UPLOAD, UPLOAD",
    "twelvelabs:asset/a1, HELD, HELD",
    "twelvelabs:index/i1/v1?asset=a1, HELD, HELD",
  })
  void linksGoAsTheyAreAndS3AsChosenAndAllElseIsSent(
      String uri, SourceChoice uploading, SourceChoice signing) {
    assertThat(SourceChoice.of(uri, S3Reading.UPLOAD)).isEqualTo(uploading);
    assertThat(SourceChoice.of(uri, S3Reading.SIGNED_LINK)).isEqualTo(signing);
  }

  @ParameterizedTest
  @CsvSource({
    "https://b.s3.eu-west-1.amazonaws.com/films/a%20b.mp4?X-Amz-Date=1, s3a://b/films/a b.mp4, true",
    "http://127.0.0.1:9/b/films/a.mp4?X-Amz-Date=1, s3a://b/films/a.mp4, true",
    "https://b.s3.amazonaws.com/films/other.mp4, s3a://b/films/a.mp4, false",
    "https://h/a.mp4?sig=1, https://h/a.mp4?sig=1, true",
    "https://h/a.mp4?sig=2, https://h/a.mp4?sig=1, false",
    "https://h/a.mp4, file:/a.mp4, false",
    "https://h/a1, twelvelabs:asset/a1, false",
  })
  void aSignedLinkIsKnownByItsPath(String link, String uri, boolean leads) {
    assertThat(SourceChoice.couldLead(link, uri)).isEqualTo(leads);
  }

  @Test
  void inDoubtALinkIsTakenForOurs() {
    assertThat(SourceChoice.couldLead("https://h/not a link", "s3a://b/a.mp4")).isTrue();
  }
}
