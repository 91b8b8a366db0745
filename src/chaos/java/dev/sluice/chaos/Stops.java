package dev.sluice.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Machines that stand still: at each of some crash points one executor is stopped, and its worker
 * with it, so that nobody ends it. The others finish the job; then those that stood still go on.
 */
final class Stops {
  private static final Duration STEP = Duration.ofMinutes(5);
  // Long enough for an attempt that goes on to store or send whatever it would.
  private static final Duration GOING_ON = Duration.ofSeconds(3);

  private final List<String> points;
  private final Path folder;
  private final Path plan;
  private final CrashLog log;
  private final Map<Long, Integer> workerOf = new HashMap<>();

  Stops(List<String> points, Path folder) throws IOException {
    this.points = points;
    this.folder = folder;
    this.plan = Files.createDirectories(folder.resolve("plan"));
    this.log = new CrashLog(plan);
  }

  /** Runs the job to its end, with every stop in it. */
  Chaos.Seen run(Store store, Corpus corpus) throws IOException, InterruptedException {
    new CrashPlan(1, Map.of(), points, List.of("folding")).write(plan);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    try (SparkCluster cluster = SparkCluster.start(folder, logs, points.size() + 1);
        Emulator emulator = Emulator.start(folder.resolve("emulator"), logs, "300ms")) {
      Job job =
          new Job(
              folder, logs, store, Job.Shape.embedding(emulator.url(), 20), cluster.environment());
      try (Jvm driver = job.on(cluster, plan)) {
        Await.until(
            "an executor stands still at each of " + points,
            STEP,
            () -> {
              standStill(cluster);
              return workerOf.size() == points.size();
            });
        Await.until(
            "the others have done it all",
            STEP,
            () -> Files.exists(plan.resolve("held-folding")) || !driver.alive());
        int before = emulator.creates().size();
        workerOf.keySet().forEach(Signals::resume);
        Await.until("they went on", STEP, () -> count("resumed") == points.size());
        Thread.sleep(GOING_ON.toMillis());
        int sent = emulator.creates().size() - before;
        Files.createFile(plan.resolve("released"));
        workerOf.values().forEach(worker -> Signals.resume(cluster.workerPid(worker)));
        if (!driver.ended(STEP) || driver.exit() != 0) {
          throw new IllegalStateException("the job did not end well: " + driver.output());
        }
        return new Chaos.Seen(
            log.read(),
            emulator.creates(),
            List.of(),
            1,
            0,
            sent == 0 ? List.of() : List.of("those that went on sent " + sent + " creates"));
      } finally {
        workerOf.keySet().forEach(Signals::kill);
      }
    }
  }

  /** The work whose attempt stood still at a point and went on. */
  static Optional<String> workAt(String point, Chaos.Seen seen) {
    return seen.events().stream()
        .filter(event -> event.what().equals("resumed") && event.point().equals(point))
        .map(CrashLog.Event::work)
        .findFirst();
  }

  // Its worker too, or it would be ended for not answering.
  private void standStill(SparkCluster cluster) {
    for (CrashLog.Event event : log.read()) {
      if (event.what().equals("stopped") && !workerOf.containsKey(event.pid())) {
        int worker = cluster.workerOf(event.pid());
        Signals.stop(cluster.workerPid(worker));
        workerOf.put(event.pid(), worker);
      }
    }
  }

  private long count(String what) {
    return log.read().stream().filter(event -> event.what().equals(what)).count();
  }
}
