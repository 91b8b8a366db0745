package dev.sluice.bench;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * How much the emulator serves with made-up answers and its state on disk, so that benchmarks
 * through it are known to measure the client. Server and client share this machine.
 *
 * <p>Arguments: number of tasks (100000), connections (8).
 */
public final class EmulatorLoad {
  private static final String HOST = "127.0.0.1";
  private static final int LOOKS = 40_000;
  private static final int PAGES = 4_000;

  private final int port;
  private final int connections;

  private EmulatorLoad(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /** Runs it and prints one line per measurement. */
  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int connections = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    Path folder = Files.createTempDirectory("emulator-load");
    try {
      EmulatorConf conf = EmulatorConf.defaults().withMadeUpAnswers().withStateDir(folder);
      print("cores=%d connections=%d", Runtime.getRuntime().availableProcessors(), connections);
      List<String> ids;
      try (EmulatorServer server = EmulatorServer.start(conf)) {
        EmulatorLoad load = new EmulatorLoad(server.port(), connections);
        load.creates(2_000);
        long before = heap();
        ids = load.measured("creates", tasks, () -> load.creates(tasks));
        print("heap_mb_per_100000_tasks=%.0f", (heap() - before) / 1e6 / tasks * 100_000);
        load.measured("looks", LOOKS, () -> load.looks(ids));
        int last = tasks / 50;
        load.measured("pages", PAGES, () -> load.pages(last, ""));
        load.measured("pages_ready", PAGES, () -> load.pages(last, "&status=ready"));
        load.measured(
            "pages_since",
            PAGES,
            () -> load.pages(last, "&status=ready&started_at=2026-01-01T00:00:00Z"));
        before = heap();
        load.measured("questions", tasks, () -> load.questions(tasks));
        print("heap_mb_per_100000_questions=%.0f", (heap() - before) / 1e6 / tasks * 100_000);
      }
      print("state_mb=%.0f", Files.size(folder.resolve("events.jsonl")) / 1e6);
      long start = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      try (EmulatorServer server = EmulatorServer.start(conf)) {
        print(
            "restart_sec=%.1f cpu_sec=%.1f creates=%d",
            (System.nanoTime() - start) / 1e9,
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9,
            server.log().createsSince(0).size());
      }
    } finally {
      delete(folder);
    }
  }

  private interface Step {
    List<String> run() throws Exception;
  }

  private List<String> measured(String what, int count, Step step) throws Exception {
    long start = System.nanoTime();
    List<String> result = step.run();
    print("%s_per_s=%.0f", what, count / ((System.nanoTime() - start) / 1e9));
    return result;
  }

  private List<String> creates(int count) throws Exception {
    ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    onConnections(
        count,
        (wire, number) -> {
          String answer =
              wire.ask(
                  "POST",
                  "/v1.3/embed-v2/tasks",
                  """
                  {"input_type":"video","model_name":"marengo3.0","video":{"media_source":\
                  {"url":"http://example.org/clip-%d.mp4?seconds=10"},\
                  "embedding_option":["visual"],"embedding_scope":["clip","asset"]}}"""
                      .formatted(number));
          ids.add(answer.substring(8, 32));
        });
    return List.copyOf(ids);
  }

  /** Questions as a labelling step asks them: one long prompt and one schema for all. */
  private List<String> questions(int count) throws Exception {
    String prompt = "Which of these is it? ".repeat(200);
    onConnections(
        count,
        (wire, number) -> {
          String key = "%064x-1".formatted(number);
          wire.ask(
              "POST",
              "/v1.3/analyze/tasks",
              """
              {"model_name":"pegasus1.5","prompt":"%s","custom_id":"%s","video":              {"type":"url","url":"http://example.org/clip-%d.mp4?seconds=10"},              "response_format":{"type":"json_schema","json_schema":{"type":"object",              "properties":{"label":{"type":"string","enum":["one","two","three"]}}}}}"""
                  .formatted(prompt, key.substring(2), number),
              "Idempotency-Key: " + key);
        });
    return List.of();
  }

  private List<String> looks(List<String> ids) throws Exception {
    onConnections(
        LOOKS,
        (wire, number) -> {
          String id = ids.get((int) (number * 7919L % ids.size()));
          String answer = wire.ask("GET", "/v1.3/embed-v2/tasks/" + id, "");
          if (!answer.contains("\"status\":\"ready\"")) {
            throw new IOException("not ready: " + answer);
          }
        });
    return ids;
  }

  private List<String> pages(int last, String filter) throws Exception {
    onConnections(
        PAGES,
        (wire, number) -> {
          long page = 1 + number * 7919L % last;
          String answer =
              wire.ask(
                  "GET",
                  "/v1.3/embed-v2/tasks?page_limit=50&page=%d%s".formatted(page, filter),
                  "");
          if (!answer.contains("\"status\":\"ready\"")) {
            throw new IOException("an empty page: " + answer);
          }
        });
    return List.of();
  }

  private interface Asking {
    void ask(KeptAlive wire, int number) throws IOException;
  }

  private void onConnections(int count, Asking asking) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<IOException> failure = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (KeptAlive wire = new KeptAlive(HOST, port)) {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    asking.ask(wire, n);
                  }
                } catch (IOException e) {
                  failure.set(e);
                } finally {
                  done.countDown();
                }
              });
      thread.start();
    }
    done.await();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void print(String format, Object... values) {
    System.out.println("bench emulator " + String.format(Locale.ROOT, format, values));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
