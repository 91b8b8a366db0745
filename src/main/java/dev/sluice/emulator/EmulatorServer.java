package dev.sluice.emulator;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.media.FfmpegPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running local TwelveLabs v1.3 server: uploads, indexes, searches, vectors and answers at once
 * or as tasks, from small local models on this machine. It costs nothing and needs no network.
 *
 * <p>What it cannot do: sound, speech, actions, intent, reading text; vectors of text are made up,
 * and its words come from a detector of 80 kinds of objects. What it was sent and worked out is
 * gone when it is closed, unless it has a state folder: then another start on that folder goes on
 * with all of it, even after the process was killed. Thread-safe.
 */
public final class EmulatorServer implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int VIDEOS_AT_ONCE = 2;

  private final HttpServer http;
  private final ExecutorService connections;
  private final Workbench workbench;
  private final StateFile file;
  private final Store store;
  private final EmulatorLog log;
  private final Faults faults;

  private EmulatorServer(EmulatorConf conf, StateFile file) throws IOException {
    this.file = file;
    // Read once, when the JDK's server class is loaded: without it every answer waits 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    Clock clock = Clock.systemUTC();
    store = Store.in(conf.stateDir());
    log = new EmulatorLog(file, clock);
    workbench = new Workbench(VIDEOS_AT_ONCE);
    Answers answers =
        conf.answering() == Answering.MADE_UP
            ? new MadeUpAnswers()
            : new LocalAnswers(store, FfmpegPrograms.onThisMachine());
    Room room = new Room(file, log, clock, workbench, conf.latency(), answers);
    Shared shared = new Shared(file);
    AssetRoutes assets = new AssetRoutes(room, store);
    Sources sources = new Sources(store, assets.works().shelf());
    EmbedRoutes embeds = new EmbedRoutes(room, sources);
    AnalyzeRoutes analyses = new AnalyzeRoutes(room, sources, shared);
    Limiter limiter = new Limiter(conf.limits(), clock);
    Meter meter = new Meter(limiter, clock);
    Uploads uploads = new Uploads(file, store, clock);
    Routes routes = new Routes();
    Indexes indexes = new Indexes(file, clock);
    IndexedRoutes indexed = new IndexedRoutes(room, indexes, sources);
    assets.to(routes, indexed::needs);
    new UploadRoutes(uploads, assets, meter).to(routes);
    new IndexRoutes(indexes, indexed).to(routes);
    indexed.to(routes);
    new VideoRoutes(indexes, indexed).to(routes);
    new TaskRoutes(indexes, indexed, store).to(routes);
    Now now = new Now(answers, sources);
    new SearchRoutes(room, indexes, indexed, store, now).to(routes);
    new EmbedNowRoutes(room, sources, now).to(routes);
    embeds.to(routes);
    new AnalyzeNowRoutes(room, sources, now).to(routes);
    analyses.to(routes);
    faults = new Faults(clock, routes);
    http = HttpServer.create(new InetSocketAddress(LOOPBACK, conf.port()), 0);
    connections = Executors.newCachedThreadPool(EmulatorServer::thread);
    try {
      new Past(conf.answering(), log, shared, limiter, indexes, uploads)
          .works(assets.works())
          .works(indexed.works())
          .works(embeds.works())
          .works(analyses.works())
          .recall(file);
      store.sweep();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    Router.Door door = new Router.Door(log, faults, meter);
    http.setExecutor(connections);
    http.createContext("/", new Router(conf, answers, door, routes));
    http.start();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "emulator-http");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @throws UncheckedIOException when the port is taken, or the state folder cannot be read or
   *     written, belongs to another kind of emulator or is used by another process
   * @throws IllegalStateException when FFmpeg does not start on this machine
   */
  public static EmulatorServer start(EmulatorConf conf) {
    try {
      StateFile file = StateFile.in(conf.stateDir());
      try {
        return new EmulatorServer(conf, file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the emulator cannot start on %s:%d: %s"
              .formatted(LOOPBACK.getHostAddress(), conf.port(), e),
          e);
    }
  }

  /** Where clients find it, version included, for example {@code http://127.0.0.1:8080/v1.3}. */
  public String baseUrl() {
    InetSocketAddress address = http.getAddress();
    String host = address.getAddress().getHostAddress();
    return "http://%s:%s/v1.3".formatted(host.contains(":") ? "[" + host + "]" : host, port());
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

  /**
   * Stops at once. What was not finished is lost, or waits in the state folder for another start.
   * Idempotent.
   */
  @Override
  public void close() {
    http.stop(0);
    workbench.close();
    connections.shutdownNow();
    try {
      file.close();
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator's files cannot be closed or removed", e);
    }
  }
}
