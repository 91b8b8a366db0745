package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFileTest {
  private static final Path CLIP = Clips.file("coin_00.mp4");
  private static final Configuration HADOOP = new Configuration(false);
  private HttpServer server;
  private boolean ranges = true;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] clip = Files.readAllBytes(CLIP);
    server.createContext(
        "/clip.mp4",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          exchange.getResponseHeaders().set("ETag", "\"v1\"");
          if (range == null || !ranges) {
            exchange.sendResponseHeaders(200, clip.length);
            exchange.getResponseBody().write(clip);
          } else {
            String[] ends = range.substring("bytes=".length()).split("-");
            int first = Integer.parseInt(ends[0]);
            int last =
                ends.length > 1
                    ? Math.min(Integer.parseInt(ends[1]), clip.length - 1)
                    : clip.length - 1;
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + first + "-" + last + "/" + clip.length);
            exchange.sendResponseHeaders(206, last - first + 1);
            exchange.getResponseBody().write(clip, first, last - first + 1);
          }
          exchange.close();
        });
    server.createContext(
        "/watch",
        exchange -> {
          byte[] page = "<!DOCTYPE html><html></html>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void lookingAtAFileDoesNotOpenIt() throws IOException {
    long before = VideoFile.opened();
    VideoFile.at(CLIP).seen();
    assertThat(VideoFile.opened()).isEqualTo(before);
  }

  @Test
  void aFileCountsOnceHoweverOftenItIsRead() throws IOException {
    long before = VideoFile.opened();
    VideoFile file = VideoFile.at(CLIP);
    file.contentId();
    file.onDisk().close();
    file.open().close();
    assertThat(VideoFile.opened()).isEqualTo(before + 1);
  }

  @Test
  void theTagChangesWithTheFile(@TempDir Path dir) throws IOException {
    Path file = Files.copy(CLIP, dir.resolve("a.mp4"));
    Seen first = VideoFile.at(file).seen();
    assertThat(VideoFile.at(file).seen()).isEqualTo(first);
    Files.setLastModifiedTime(file, FileTime.fromMillis(12_345_000));
    assertThat(VideoFile.at(file).seen()).isNotEqualTo(first);
  }

  @Test
  void allWaysToNameALocalFileMeanTheSame() throws IOException {
    for (String uri : new String[] {CLIP.toString(), "file:" + CLIP, "file://" + CLIP}) {
      assertThat(VideoFile.at(uri, HADOOP).uri()).isEqualTo("file:" + CLIP);
    }
  }

  @Test
  void namesAreTakenLetterByLetter(@TempDir Path dir) throws IOException {
    Path odd = Files.copy(CLIP, dir.resolve("50%20 off #1? ü\n.mp4"));
    assertThat(VideoFile.at("file:" + odd, HADOOP).seen().sizeBytes()).isEqualTo(Files.size(CLIP));
  }

  @Test
  void whatIsNoFileIsRefusedWithAReason(@TempDir Path dir) {
    assertReason("file:/no/such/file.mp4", "missing_file");
    assertReason("file:" + dir, "not_a_file");
    assertReason("file:/dev/zero", "not_a_file");
    assertReason("file:/a\0b", "bad_uri");
    assertReason("https://", "bad_uri");
    assertReason("nosuchscheme://bucket/a.mp4", "unknown_scheme");
    assertReason("https://www.youtube.com/watch?v=x", "player_url");
    assertReason("https://drive.google.com/file/d/x/view", "player_url");
  }

  @Test
  void aStoreThatCannotBeSetUpRefusesItsOwnFilesOnly() {
    Configuration conf = new Configuration(false);
    conf.set("fs.abfss.impl", "no.such.Driver");
    assertThatThrownBy(() -> VideoFile.at("abfss://box@acc/a.mp4", conf).seen())
        .hasMessageContaining("abfss://box@acc/a.mp4")
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).isEqualTo("unknown_scheme"));
    for (boolean defaults : new boolean[] {true, false}) {
      Configuration s3 = new Configuration(defaults);
      s3.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
      assertThatThrownBy(() -> VideoFile.at("s3a:///a.mp4", s3).seen())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("s3a:/");
    }
  }

  @Test
  void objectsOfAStoreAreCopiedAndTheCopyGoesAway() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.viewlocal.impl", ViewLocal.class.getName());
    VideoFile file = VideoFile.at("viewlocal:" + CLIP, conf);
    assertThat(file.seen().sizeBytes()).isEqualTo(Files.size(CLIP));
    assertThat(file.contentId()).isEqualTo(ContentIds.of(CLIP));
    Path copy;
    try (VideoFile.OnDisk disk = file.onDisk()) {
      copy = disk.path();
      assertThat(copy).hasSameBinaryContentAs(CLIP);
    }
    assertThat(copy).doesNotExist();
  }

  @Test
  void aLinkIsReadInRanges() throws IOException {
    VideoFile file = VideoFile.at(link("/clip.mp4"), HADOOP);
    assertThat(file.seen()).isEqualTo(new Seen(Files.size(CLIP), "\"v1\""));
    assertThat(file.contentId()).isEqualTo(ContentIds.of(CLIP));
  }

  @Test
  void aServerWithoutRangesServesSmallFiles() throws IOException {
    ranges = false;
    VideoFile file = VideoFile.at(link("/clip.mp4"), HADOOP);
    assertThat(file.seen().sizeBytes()).isEqualTo(Files.size(CLIP));
    assertThat(file.contentId()).isEqualTo(ContentIds.of(CLIP));
  }

  @Test
  void ffmpegMeasuresALink() throws IOException {
    Probe probe = new Probe(FfmpegPrograms.onThisMachine());
    VideoFile link = VideoFile.at(link("/clip.mp4"), HADOOP);
    assertThat(probe.probe(link, Files.size(CLIP))).isEqualTo(probe.probe(CLIP));
  }

  @Test
  void aWebPageIsNoVideo() {
    assertReason(link("/watch"), "html_page");
    assertReason(link("/nothing-here"), "missing_file");
  }

  @Test
  void signaturesInLinksStayOutOfMessages() {
    assertThatThrownBy(() -> VideoFile.at(link("/nothing-here?X-Signature=secret"), HADOOP).seen())
        .hasMessageNotContaining("secret");
  }

  private String link(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static void assertReason(String uri, String reason) {
    assertThatThrownBy(() -> VideoFile.at(uri, HADOOP).seen())
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).as(uri).isEqualTo(reason));
  }
}
