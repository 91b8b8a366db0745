package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.S3Reading;
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
}
