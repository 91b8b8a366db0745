package dev.sluice.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of the suite: starts cluster, emulator and job, lets them die as planned, starts again
 * what died, until the job has ended well; then runs it once more.
 */
final class Chaos {
  private static final int AGAIN = 75;
  private static final int KILLED = 137;
  private static final Pattern WORKING = Pattern.compile("(?m) s  embed$");
  private static final Pattern PAID = Pattern.compile("(\\d+) paid calls in this run");

  private final Size size;
  private final Path folder;
  private final Path logs;
  private final Path plan;
  private final CrashLog log;
  private final Corpus corpus;
  private final Random random;
  private final Deque<Mishap> mishaps;
  private final List<String> problems = new ArrayList<>();
  private int drivers;
  private int twice;

  private SparkCluster cluster;
  private Emulator emulator;
  private Job job;
  private Jvm driver;

  Chaos(Size size, Path folder) throws IOException {
    this.size = size;
    this.folder = folder;
    this.logs = Files.createDirectories(folder.resolve("logs"));
    this.plan = Files.createDirectories(folder.resolve("plan"));
    this.log = new CrashLog(plan);
    this.corpus = new Corpus(size.works());
    this.random = new Random(size.seed());
    this.mishaps = new ArrayDeque<>(Mishap.drawn(size.mishaps(), random));
  }

  /**
   * What was seen.
   *
   * @param events the crash log
   * @param creates the emulator's log of creates
   * @param failed ids of tasks that the emulator gave up
   * @param drivers how often the job was started
   * @param twice how often it was started while it ran, and refused
   * @param problems what must not have happened
   */
  record Seen(
      List<CrashLog.Event> events,
      List<Emulator.Create> creates,
      List<String> failed,
      int drivers,
      int twice,
      List<String> problems) {}

  /** Runs until the job ended well and a second run after it, or the time is over. */
  Seen run(Store store) throws IOException, InterruptedException {
    size.plan().write(plan);
    try (SparkCluster ownCluster = SparkCluster.start(folder, logs, size.workers());
        Emulator ownEmulator = Emulator.start(folder.resolve("emulator"), logs, size.latency())) {
      cluster = ownCluster;
      emulator = ownEmulator;
      faults();
      job = new Job(folder, logs, store, size.shape(emulator.url()), cluster.environment());
      try {
        untilDone();
      } finally {
        if (driver != null) {
          driver.close();
        }
      }
      onceMore();
      return seen();
    }
  }

  private void untilDone() throws IOException, InterruptedException {
    long end = System.nanoTime() + size.limit().toNanos();
    startDriver();
    while (true) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "not done within %s; the logs are in %s".formatted(size.limit(), logs));
      }
      if (driver.ended(Duration.ofMillis(200))) {
        int exit = driver.exit();
        if (exit == 0) {
          return;
        }
        boolean ours =
            exit == AGAIN
                || (exit == KILLED
                    && log.read().stream().anyMatch(event -> event.pid() == driver.pid()));
        if (!ours) {
          problems.add(
              "the job ended with exit code %d, see driver log %d".formatted(exit, drivers));
        }
        startDriver();
      } else if (!mishaps.isEmpty() && progress() >= mishaps.peek().after()) {
        happen(mishaps.poll());
      }
    }
  }

  private void startDriver() {
    drivers++;
    driver = job.on(cluster, plan);
  }

  private double progress() throws IOException {
    long accepted =
        emulator.creates().stream()
            .filter(create -> create.operation().equals("embed"))
            .map(Emulator.Create::source)
            .distinct()
            .count();
    return accepted / (double) size.works();
  }

  private void happen(Mishap mishap) throws IOException, InterruptedException {
    switch (mishap.what()) {
      case EXECUTOR -> killExecutor();
      case WORKER -> {
        int worker = random.nextInt(cluster.workers());
        killed("worker", cluster.workerPid(worker));
        cluster.killWorker(worker);
        cluster.startWorker(worker);
      }
      case DRIVER -> {
        killed("driver", driver.pid());
        driver.kill();
      }
      case EMULATOR -> {
        killed("emulator", emulator.pid());
        emulator.kill();
        Thread.sleep(random.nextInt(2_000));
        emulator.start();
        faults();
      }
      case TWICE -> startTwice(mishap);
    }
  }

  private void killExecutor() throws IOException {
    try (var files = Files.list(plan)) {
      List<Long> running =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("executor-"))
              .map(name -> Long.parseLong(name.substring("executor-".length())))
              .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
              .filter(pid -> log.read().stream().noneMatch(event -> event.pid() == pid))
              .sorted()
              .toList();
      if (!running.isEmpty()) {
        long pid = running.get(random.nextInt(running.size()));
        killed("executor", pid);
        Signals.kill(pid);
      }
    }
  }

  private void startTwice(Mishap mishap) throws InterruptedException {
    Jvm first = driver;
    if (!WORKING.matcher(first.output()).find()) {
      mishaps.addFirst(mishap);
      return;
    }
    try (Jvm second = job.alone()) {
      if (!second.ended(Duration.ofMinutes(2))) {
        problems.add("a second run neither worked nor gave up");
        return;
      }
      if (second.exit() == AGAIN && second.output().contains("process " + first.pid())) {
        twice++;
      } else if (first.alive()) {
        problems.add(
            "a second run ended with exit code %d instead of naming process %d: %s"
                .formatted(second.exit(), first.pid(), second.output()));
      }
    }
  }

  private void onceMore() throws IOException, InterruptedException {
    int before = emulator.creates().size();
    try (Jvm again = job.alone()) {
      if (!again.ended(size.limit())) {
        problems.add("the run after the last did not end");
        return;
      }
      Matcher paid = PAID.matcher(again.output());
      if (again.exit() != 0 || !paid.find() || !paid.group(1).equals("0")) {
        problems.add("the run after the last: exit " + again.exit() + ", " + again.output());
      }
    }
    int after = emulator.creates().size();
    if (after != before) {
      problems.add("the run after the last sent %d creates".formatted(after - before));
    }
  }

  private Seen seen() throws IOException {
    List<Emulator.Create> creates = emulator.creates();
    List<String> failed = new ArrayList<>();
    for (Emulator.Create create : creates) {
      if (emulator.status(create).equals("failed")) {
        failed.add(create.id());
      }
    }
    return new Seen(log.read(), creates, failed, drivers, twice, problems);
  }

  private void faults() throws IOException {
    for (Size.Fault fault : size.faults()) {
      emulator.fault(fault.operation(), fault.fault(), fault.share(), size.seed());
    }
  }

  private void killed(String whom, long pid) {
    log.append(new CrashLog.Event(System.currentTimeMillis(), "killed", whom, "", "", pid));
  }

  /** The videos that are worked on. */
  Corpus corpus() {
    return corpus;
  }
}
