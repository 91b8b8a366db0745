package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links that lead elsewhere, over real sockets; {@code localhost} stands for another host. */
@Timeout(60)
class LinkRedirectTest {
  private static final Path CLIP = Clips.file("coin_00.mp4");
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] clip = Files.readAllBytes(CLIP);
    server.createContext("/clip.mp4", exchange -> serve(exchange, clip));
    server.createContext("/moved", exchange -> redirect(exchange, "/clip.mp4"));
    server.createContext("/moved-twice", exchange -> redirect(exchange, link("/moved")));
    server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
    server.createContext("/nowhere", exchange -> redirect(exchange, null));
    server.createContext(
        "/inside", exchange -> redirect(exchange, elsewhere("/clip.mp4?t=secret")));
    server.createContext(
        "/inside-for-ffmpeg",
        exchange -> {
          if (agent(exchange).startsWith("Lavf")) {
            redirect(exchange, elsewhere("/clip.mp4"));
          } else {
            serve(exchange, clip);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aLinkThatMovedWithinItsHostIsFollowed() throws IOException {
    VideoFile file = VideoFile.at(link("/moved-twice"), new Configuration(false));
    assertThat(file.seen().sizeBytes()).isEqualTo(Files.size(CLIP));
    assertThat(file.contentId()).isEqualTo(ContentIds.of(CLIP));
  }

  @Test
  void aRedirectToAnotherHostInsideIsNeverAsked() {
    assertRefused("/inside", "redirects to localhost", "inside this network");
    assertThat(asked).containsExactly("127.0.0.1 /inside");
  }

  @Test
  void aLoopEndsAfterAFewRounds() {
    assertRefused("/loop", "redirects more than 5 times");
    assertThat(asked).hasSize(6);
  }

  @Test
  void aRedirectToNowhereIsNamed() {
    assertRefused("/nowhere", "without saying where to");
  }

  @Test
  void aServerCannotSendFfmpegElsewhere() throws IOException {
    Probe probe = new Probe(FfmpegPrograms.onThisMachine());
    VideoFile link = VideoFile.at(link("/inside-for-ffmpeg"), new Configuration(false));
    assertThat(probe.probe(link, Files.size(CLIP))).isEqualTo(probe.probe(CLIP));
    assertThat(asked).isNotEmpty().allMatch(request -> request.startsWith("127.0.0.1 "));
  }

  @Test
  void aLinkThatTurnsAwayWhileItIsMeasuredSaysSo() throws IOException {
    Probe probe = new Probe(FfmpegPrograms.onThisMachine());
    VideoFile link = VideoFile.at(link("/inside"), new Configuration(false));
    assertThat(probe.probe(link, Files.size(CLIP)))
        .isInstanceOfSatisfying(
            ProbeResult.Unreadable.class,
            u -> assertThat(u.reason()).isEqualTo("redirect_refused"));
  }

  private void assertRefused(String path, String... says) {
    assertThatThrownBy(
            () -> VideoFile.at(link(path + "?X-Signature=secret"), new Configuration(false)).seen())
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).isEqualTo("redirect_refused"))
        .hasMessageContaining(link(path))
        .hasMessageContainingAll(says)
        .hasMessageNotContaining("secret");
  }

  private void serve(HttpExchange exchange, byte[] clip) throws IOException {
    note(exchange);
    String[] ends =
        exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-");
    int first = Integer.parseInt(ends[0]);
    int last =
        ends.length > 1 ? Math.min(Integer.parseInt(ends[1]), clip.length - 1) : clip.length - 1;
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + first + "-" + last + "/" + clip.length);
    exchange.sendResponseHeaders(206, last - first + 1);
    exchange.getResponseBody().write(clip, first, last - first + 1);
    exchange.close();
  }

  private void redirect(HttpExchange exchange, String to) throws IOException {
    note(exchange);
    if (to != null) {
      exchange.getResponseHeaders().set("Location", to);
    }
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void note(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":\\d+$", "");
    asked.add(host + " " + exchange.getRequestURI().getPath());
  }

  private static String agent(HttpExchange exchange) {
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    return agent == null ? "" : agent;
  }

  private String link(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private String elsewhere(String path) {
    return link(path).replace("127.0.0.1", "localhost");
  }
}
