package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon everyone slows down when someone else has used the account up. */
@Command(
    name = "cool-down",
    description = "From the moment the account is used up to the last create of any task.",
    mixinStandardHelpOptions = true)
final class CoolDown extends Measurement {
  private static final int WITHIN_MS = 1000;

  @Option(
      names = "--executors",
      defaultValue = "2",
      description = "Executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private int executors;

  @Option(
      names = "--limit",
      defaultValue = "600",
      description = "What the account allows a minute. Default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--look-sec",
      defaultValue = "15",
      description = "How long to look for late creates. Default ${DEFAULT-VALUE}.")
  private int lookSec;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(executors);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    try (EmulatorProcess emulator =
        EmulatorProcess.start(
            List.of("--latency", "2s", "--limit", "embed=%d/min".formatted(limit)))) {
      Course course =
          Course.of(
              emulator,
              Clip.alike(limit),
              List.of(Limits.of(limit + "/min")),
              Duration.ofMillis(500));
      Ours ours = new Ours(spark, scratch.resolve("sluice"), line -> {});
      try (Background work = new Background(spark, () -> ours.run(course))) {
        String unused =
            work.watch(Duration.ofMinutes(2), () -> emulator.creates().all().size() >= limit / 20);
        new Wire(emulator.url()).useUp(Wire.body(course.clips().get(0)));
        // All that comes from now on is ours.
        long usedUp = emulator.creates().lastMs();
        String end = work.watch(Duration.ofSeconds(lookSec), () -> false);
        Creates late = emulator.creates().since(usedUp + 1);
        long last = late.all().isEmpty() ? 0 : late.lastMs() - usedUp;
        note(
            "after the account was used up: %d more creates, the last %d ms later; %s"
                .formatted(late.all().size(), last, end));
        long n = emulator.creates().accepted().all().size();
        figure(Figure.count("cool_down.ms_until_all_slow", n, cluster.cores(), last, WITHIN_MS));
        figure(Figure.count("cool_down.answers_429", n, cluster.cores(), late.throttled()));
      }
    }
  }
}
