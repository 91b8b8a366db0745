package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon everyone slows down when one was told to. */
@Command(
    name = "cool-down",
    description = "From the first 429 to the last create of any task before the pause it asks for.",
    mixinStandardHelpOptions = true)
final class CoolDown extends Measurement {
  /** What we believe the account allows, creates a minute. */
  private static final int BELIEVED = 600;

  private static final int WITHIN_MS = 1000;

  @Option(
      names = "--executors",
      defaultValue = "2",
      description = "Executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private int executors;

  @Option(
      names = "--taken",
      defaultValue = "100",
      description =
          "What the account allows a minute, all of it taken by someone else, where we believe in"
              + " 600. Default ${DEFAULT-VALUE}.")
  private int taken;

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
            List.of("--latency", "2s", "--limit", "embed=%d/min".formatted(taken)))) {
      Course course =
          Course.of(
              emulator,
              Clip.alike(2 * taken),
              List.of(Limits.of(BELIEVED + "/min")),
              Duration.ofMillis(500));
      // Headers that say how much is left would slow us down before any 429: nothing is.
      Wire other = new Wire(emulator.url());
      for (Clip clip : Clip.alike(taken)) {
        other.create(Wire.body(clip));
      }
      Ours ours = new Ours(spark, scratch.resolve("sluice"), line -> {});
      try (Background work = new Background(spark, () -> ours.run(course))) {
        String end =
            work.watch(
                Duration.ofMinutes(2),
                () ->
                    emulator.creates().all().stream()
                        .filter(Create::throttled)
                        .anyMatch(
                            create ->
                                create.atMs() < System.currentTimeMillis() - lookSec * 1000L));
        Creates creates = emulator.creates();
        Create first =
            creates.all().stream()
                .filter(Create::throttled)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no 429 came: " + end));
        long last = creates.lastMs() - first.atMs();
        note(
            "after the first 429: %d more creates, the last %d ms later"
                .formatted(creates.since(first.atMs()).all().size() - 1, last));
        long n = creates.since(first.atMs()).all().size();
        figure(Figure.count("cool_down.ms_until_all_slow", n, cluster.cores(), last, WITHIN_MS));
        figure(Figure.count("cool_down.answers_429", n, cluster.cores(), creates.throttled()));
      }
    }
  }
}
