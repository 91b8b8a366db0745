package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.S3Server;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class SignedLinkTest {

  @Test
  void anyoneWithTheLinkReadsTheObjectAndNothingSecretIsInIt() throws Exception {
    try (S3Server s3 = S3Server.start()) {
      Configuration hadoop = s3.hadoop();
      hadoop.set(
          "fs.s3a.aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
      hadoop.set("fs.s3a.access.key", "who");
      hadoop.set("fs.s3a.secret.key", "do-not-tell");
      Path path = new Path(s3.bucket() + "/films/one film.mp4");
      try (OutputStream out = path.getFileSystem(hadoop).create(path)) {
        out.write(new byte[] {1, 2, 3});
      }
      long opened = VideoFile.opened();
      String link = SignedLink.to(path.toString(), hadoop, Duration.ofHours(1));
      assertThat(link)
          .startsWith(s3.endpoint() + "/")
          .contains("/films/one%20film.mp4?", "X-Amz-Expires=3600", "X-Amz-Signature=")
          .doesNotContain("do-not-tell");
      assertThat(VideoFile.opened()).isEqualTo(opened);
      HttpResponse<byte[]> read =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(link)).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.body()).containsExactly(1, 2, 3);
      assertThat(SignedLink.to(path.toString(), hadoop, Duration.ofHours(1)))
          .as("signing leaves the store as it was")
          .contains("X-Amz-Signature=");
      assertThat(path.getFileSystem(hadoop).getFileStatus(path).getLen()).isEqualTo(3);
    }
  }

  @Test
  void whatIsNotOnS3CannotBeSigned() {
    assertThatThrownBy(
            () -> SignedLink.to("file:/tmp/a.mp4", new Configuration(), Duration.ofHours(1)))
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).isEqualTo("cannot_sign"));
  }

  @Test
  void aLinkThatCannotBeSignedIsShownWithoutItsSecrets() {
    assertThatThrownBy(
            () ->
                SignedLink.to(
                    "https://who:pass@h/a.mp4?sig=s3cret",
                    new Configuration(),
                    Duration.ofHours(1)))
        .hasMessageContaining("https://h/a.mp4")
        .message()
        .doesNotContain("s3cret", "pass");
  }
}
