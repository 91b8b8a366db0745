package dev.sluice.bench;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How much the emulator serves, with made-up answers and its state on disk. It runs in this
 * process, so that its heap can be seen.
 */
@Command(
    name = "emulator-load",
    description =
        "Requests a second that the emulator serves, and its heap per 100,000 tasks: what is"
            + " measured through it is not it.",
    mixinStandardHelpOptions = true)
final class EmulatorLoad extends Measurement {
  private static final int MOST_WARM_UP = 2_000;
  private static final int PAGE = 50;

  @Option(
      names = "--tasks",
      defaultValue = "100000",
      description = "Embedding tasks, and as many questions. Default ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--looks",
      defaultValue = "40000",
      description = "Looks at tasks. Default ${DEFAULT-VALUE}.")
  private int looks;

  @Option(
      names = "--pages",
      defaultValue = "4000",
      description = "Pages of the list of tasks, per kind. Default ${DEFAULT-VALUE}.")
  private int pages;

  @Option(
      names = "--connections",
      defaultValue = "8",
      description = "Connections. Default ${DEFAULT-VALUE}.")
  private int connections;

  private final int cores = Runtime.getRuntime().availableProcessors();

  @Override
  void measure(Path scratch) throws Exception {
    EmulatorConf conf = EmulatorConf.defaults().withMadeUpAnswers().withStateDir(scratch);
    long creates;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      serve(new EmulatorTraffic(server.port(), connections));
      creates = server.log().createsSince(0).size();
    }
    value("state_mb", creates, Files.size(scratch.resolve("events.jsonl")) / 1e6);
    long start = System.nanoTime();
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      value("restart_s", creates, (System.nanoTime() - start) / 1e9);
      value("restart_cpu_s", creates, spent / 1e9);
      long again = server.log().createsSince(0).size();
      figure(Figure.count("emulator_load.creates_after_restart", creates, cores, again, creates));
    }
  }

  private void serve(EmulatorTraffic traffic) throws Exception {
    int warmUp = Math.min(MOST_WARM_UP, tasks);
    note("warming up with %d tasks; then %d".formatted(warmUp, tasks));
    traffic.creates(warmUp);
    long before = heap();
    long start = System.nanoTime();
    List<String> ids = traffic.creates(tasks);
    rate("creates_per_s", tasks, start);
    value("heap_mb_per_100k_tasks", tasks, mbPer100k(heap() - before));
    timed("looks_per_s", looks, () -> traffic.looks(looks, ids));
    int last = Math.max(1, tasks / PAGE);
    timed("pages_per_s", pages, () -> traffic.pages(pages, last, ""));
    String ready = "&status=ready";
    timed("pages_ready_per_s", pages, () -> traffic.pages(pages, last, ready));
    String since = ready + "&started_at=2026-01-01T00:00:00Z";
    timed("pages_since_per_s", pages, () -> traffic.pages(pages, last, since));
    before = heap();
    timed("questions_per_s", tasks, () -> traffic.questions(tasks));
    value("heap_mb_per_100k_questions", tasks, mbPer100k(heap() - before));
  }

  private interface Requests {
    void send() throws Exception;
  }

  private void timed(String name, int count, Requests requests) throws Exception {
    long start = System.nanoTime();
    requests.send();
    rate(name, count, start);
  }

  private void rate(String name, int count, long start) {
    value(name, count, count / ((System.nanoTime() - start) / 1e9));
  }

  private void value(String name, long n, double value) {
    figure(Figure.of("emulator_load." + name, n, cores, value));
  }

  private double mbPer100k(long bytes) {
    return bytes / 1e6 / tasks * 100_000;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
