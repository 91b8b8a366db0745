package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A link whose first part comes late: what is measured is the video and not its server. */
@Timeout(60)
class SlowLinkTest {
  private static final Path CLIP = Clips.file("coin_00.mp4");
  private static final FfmpegPrograms PROGRAMS = FfmpegPrograms.onThisMachine();
  private static final Duration AMPLE = Duration.ofSeconds(50);
  private static final Duration BRIEF = Duration.ofSeconds(2);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private long silentSec;
  private long bytesPerSec = Integer.MAX_VALUE;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] clip = Files.readAllBytes(CLIP);
    server.createContext("/", exchange -> serve(exchange, clip));
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void ffmpegIsAsPatientAsWeAre() throws IOException {
    silentSec = 16;
    Probe probe = new Probe(PROGRAMS, AMPLE, AMPLE);
    assertThat(probe.probe(link(), Files.size(CLIP))).isEqualTo(probe.probe(CLIP));
  }

  @Test
  void aLinkThatStandsStillIsUnreachable() throws IOException {
    silentSec = 3600;
    Probe probe = new Probe(PROGRAMS, AMPLE, BRIEF);
    assertReason(probe.probe(link(), Files.size(CLIP)), "unreachable");
  }

  @Test
  void aLinkThatIsSlowAllTheTimeIsReadInSmallParts() throws IOException {
    byte[] large = new byte[4 << 20];
    server.createContext("/large", exchange -> serve(exchange, large));
    bytesPerSec = 1 << 20;
    WebObject link = new WebObject(URI.create(uri("/large")), Duration.ofSeconds(2));
    assertThat(ContentIds.of(link, link.seen().sizeBytes()).value())
        .isEqualTo("f1:" + Sha256.hex(large));
  }

  @Test
  void aDecoderThatHangsOnALinkIsToldApartFromIt(@TempDir Path dir) throws IOException {
    Probe probe = new Probe(FakePrograms.withFfprobe(dir, "sleep 3600"), AMPLE, BRIEF);
    assertReason(probe.probe(link(), Files.size(CLIP)), "decoder_hangs");
  }

  private static void assertReason(ProbeResult result, String reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ProbeResult.Unreadable.class, u -> assertThat(u.reason()).isEqualTo(reason));
  }

  /** A link that was looked at already, as ingest does. */
  private VideoFile link() throws IOException {
    VideoFile link = VideoFile.at(uri("/v.mp4"), new Configuration(false));
    link.seen();
    return link;
  }

  private String uri(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private void serve(HttpExchange exchange, byte[] clip) throws IOException {
    try (exchange) {
      if (asked.incrementAndGet() == 2) {
        over.await(silentSec, TimeUnit.SECONDS);
      }
      String[] ends =
          exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Math.min(Integer.parseInt(ends[1]), clip.length - 1);
      over.await((last - first) * 1000L / bytesPerSec, TimeUnit.MILLISECONDS);
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(first, last, clip.length));
      exchange.sendResponseHeaders(206, last - first + 1);
      exchange.getResponseBody().write(clip, first, last - first + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
