package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links read in parts, whose server changes its mind between one part and the next. */
@Timeout(60)
class LinkPartsTest {
  private static final byte[] OLD = bytes(1, 1 << 20);
  private static final byte[] NEW = bytes(2, 1 << 20);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  /** What the server does from the third request on: after the look and the first part. */
  private Answer later = exchange -> part(exchange, OLD, "\"v1\"");

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (asked.incrementAndGet() <= 2) {
              part(exchange, OLD, "\"v1\"");
            } else {
              later.to(exchange);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theWholeFileInPlaceOfAPartIsNoIdentity() {
    later = exchange -> whole(exchange, OLD);
    assertChanged();
  }

  @Test
  void anotherPartThanTheOneAskedForIsNoIdentity() {
    later = exchange -> part(exchange, OLD, "\"v1\"", 0, (1 << 19) - 1);
    assertChanged();
  }

  @Test
  void partsOfTwoVersionsAreNoIdentity() {
    later = exchange -> part(exchange, NEW, "\"v2\"");
    assertChanged();
  }

  @Test
  void partsOfAFileThatGrewAreNoIdentity() {
    later = exchange -> part(exchange, Arrays.copyOf(NEW, NEW.length + 1), null);
    assertChanged();
  }

  @Test
  void aFileThatBecameShorterChanged() {
    later = exchange -> exchange.sendResponseHeaders(416, -1);
    assertChanged();
  }

  @Test
  void partsWithoutATagAndWithAWeakOneAreTheSameFile() throws IOException {
    ContentId identity = link().contentId();
    for (String tag : new String[] {null, "W/\"v1\""}) {
      asked.set(0);
      later = exchange -> part(exchange, OLD, tag);
      assertThat(link().contentId()).isEqualTo(identity);
    }
  }

  @Test
  void aServerWithoutPartsServesSmallFilesWholeUnlessTheyChange() throws IOException {
    ContentId identity = link().contentId();
    asked.set(2);
    later = exchange -> whole(exchange, OLD);
    assertThat(link().contentId()).isEqualTo(identity);
    later = exchange -> whole(exchange, Arrays.copyOf(NEW, asked.get()));
    assertChanged();
  }

  @Test
  void anEmptyFileHasNoPartsAndIsEmpty() throws IOException {
    asked.set(2);
    later =
        exchange -> {
          boolean part = exchange.getRequestHeaders().containsKey("Range");
          exchange.getResponseHeaders().set("ETag", "\"none\"");
          exchange.sendResponseHeaders(part ? 416 : 200, -1);
        };
    assertThat(link().seen()).isEqualTo(new Seen(0, "\"none\""));
  }

  private void assertChanged() {
    assertThatThrownBy(() -> link().contentId())
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).isEqualTo("changed_while_read"));
  }

  private VideoFile link() throws UnreadableFile {
    String uri = "http://127.0.0.1:%d/v.mp4".formatted(server.getAddress().getPort());
    return VideoFile.at(uri, new Configuration(false));
  }

  private static void whole(HttpExchange exchange, byte[] file) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"v1\"");
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  private static void part(HttpExchange exchange, byte[] file, String tag) throws IOException {
    String[] ends =
        exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-");
    part(
        exchange,
        file,
        tag,
        Integer.parseInt(ends[0]),
        Math.min(Integer.parseInt(ends[1]), file.length - 1));
  }

  private static void part(HttpExchange exchange, byte[] file, String tag, int first, int last)
      throws IOException {
    if (tag != null) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(first, last, file.length));
    exchange.sendResponseHeaders(206, last - first + 1);
    exchange.getResponseBody().write(file, first, last - first + 1);
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
