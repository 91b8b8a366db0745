package dev.sluice.emulator;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Frames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running local TwelveLabs v1.3 server: uploads, embed tasks and analyze tasks, answered by small
 * local models on this machine. It costs nothing and needs no network.
 *
 * <p>What it cannot do: sound, speech, actions, intent, reading text, search and indexes; its words
 * come from a detector of 80 kinds of objects. What it was sent and worked out is gone when it is
 * closed. Thread-safe.
 */
public final class EmulatorServer implements AutoCloseable {
  private static final int CONNECTIONS = 16;

  private final HttpServer http;
  private final ExecutorService connections;
  private final Workbench workbench;
  private final Store store;
  private final EmulatorLog log;
  private final Faults faults;

  private EmulatorServer(EmulatorConf conf) throws IOException {
    // Read once, when the JDK's server class is loaded: without it every answer waits 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    FfmpegPrograms programs = FfmpegPrograms.onThisMachine();
    log = new EmulatorLog();
    faults = new Faults();
    store = Store.in(conf.stateDir());
    workbench = new Workbench(conf.threads(), conf.latency());
    Shelf<Asset> shelf = new Shelf<>(Asset::piece);
    Sources sources = new Sources(store, shelf, programs);
    Eyes eyes = new Eyes(new Frames(programs));
    Router router =
        new Router(
            conf,
            log,
            faults,
            new Limiter(conf.requestsPerMinute(), Clock.systemUTC()),
            new AssetRoutes(shelf, store, sources, workbench),
            new EmbedRoutes(sources, eyes, workbench),
            new AnalyzeRoutes(sources, eyes, workbench));
    http = HttpServer.create(new InetSocketAddress(conf.bind(), conf.port()), 0);
    AtomicInteger number = new AtomicInteger();
    connections =
        Executors.newFixedThreadPool(
            CONNECTIONS,
            work -> {
              Thread thread = new Thread(work, "emulator-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    http.setExecutor(connections);
    http.createContext("/", router);
    http.start();
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @throws UncheckedIOException when the port is taken or the state folder cannot be written
   * @throws IllegalStateException when FFmpeg does not start on this machine
   */
  public static EmulatorServer start(EmulatorConf conf) {
    try {
      return new EmulatorServer(conf);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the emulator cannot start on %s:%d: %s".formatted(conf.bind(), conf.port(), e), e);
    }
  }

  /** Where clients find it, version included, for example {@code http://127.0.0.1:8080/v1.3}. */
  public String baseUrl() {
    InetSocketAddress address = http.getAddress();
    String host = address.getAddress().getHostAddress();
    return "http://%s:%d/v1.3".formatted(host.contains(":") ? "[" + host + "]" : host, port());
  }

  /** The port it listens on. */
  public int port() {
    return http.getAddress().getPort();
  }

  /** What it was asked so far; a client reads the same at {@code GET /_emulator/log}. */
  public EmulatorLog log() {
    return log;
  }

  /** The script of things that go wrong, for tests. */
  public Faults faults() {
    return faults;
  }

  /** The local model behind the embeddings, with the digest of its file. */
  public static String embeddingModel() {
    return AppearanceModel.name();
  }

  /** The local model behind the answers, with the digest of its file. */
  public static String answerModel() {
    return ObjectDetector.name();
  }

  /** Stops at once; what was not finished is lost. Idempotent. */
  @Override
  public void close() {
    http.stop(0);
    workbench.close();
    connections.shutdownNow();
    try {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator's temporary files cannot be removed", e);
    }
  }
}
