package dev.sluice.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One video served on the loopback address, so that FFmpeg, which needs a link it can seek in,
 * never talks to a stranger's server: redirects and certificates are ours to judge, and no signed
 * link stands on a command line. Serves whoever knows its address, until it is closed.
 */
final class Relay implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BUFFER = 64 << 10;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-.*");

  private final VideoFile video;
  private final long size;
  private final String path;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(Relay::thread);
  private final AtomicReference<UnreadableFile> refusal = new AtomicReference<>();
  private final AtomicInteger reads = new AtomicInteger();

  /**
   * Starts to serve.
   *
   * @param sizeBytes the video's size
   */
  Relay(VideoFile video, long sizeBytes) throws IOException {
    this.video = video;
    this.size = sizeBytes;
    this.path = "/" + UUID.randomUUID() + video.suffix();
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    server.createContext(path, this::answer);
    // FFmpeg opens a new connection to seek before it closes the old one.
    server.setExecutor(threads);
    server.start();
  }

  /** Where the video is served. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Why the video could not be read on, if it could not. */
  Optional<UnreadableFile> refusal() {
    return Optional.ofNullable(refusal.get());
  }

  /** Whether FFmpeg waits for bytes that the link has not given yet. */
  boolean isWaiting() {
    return reads.get() > 0;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      Matcher asked = RANGE.matcher(range == null ? "" : range);
      long first = asked.matches() ? Long.parseLong(asked.group(1)) : 0;
      if (first >= size) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      try (InputStream in = video.open(first)) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + first + "-" + (size - 1) + "/" + size);
        exchange.sendResponseHeaders(206, size - first);
        OutputStream out = exchange.getResponseBody();
        byte[] buffer = new byte[BUFFER];
        for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
          out.write(buffer, 0, n);
        }
      } catch (UnreadableFile e) {
        refusal.compareAndSet(null, e);
      }
    }
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    reads.incrementAndGet();
    try {
      return in.read(buffer);
    } finally {
      reads.decrementAndGet();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sluice-relay");
    thread.setDaemon(true);
    return thread;
  }
}
