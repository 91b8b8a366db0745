package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon everyone slows down when one was told to. */
@Command(
    name = "cool-down",
    description = "From a 429 that one task meets to the last create of all others before the pause.",
    mixinStandardHelpOptions = true)
final class CoolDown extends Measurement {
  private static final int LIMIT = 600;
  private static final Duration AFTER = Duration.ofSeconds(15);

  @Option(
      names = "--executors",
      defaultValue = "2",
      description = "Executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private int executors;

  @Option(
      names = "--pause-sec",
      defaultValue = "5",
      description = "How long the 429 says to stay away. Default ${DEFAULT-VALUE}.")
  private int pauseSec;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(executors);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start(List.of("--latency", "2s"))) {
      Course course =
          new Course(
              emulator.url(),
              Clip.alike(LIMIT),
              OptionalInt.of(LIMIT),
              2 * cluster.cores(),
              64,
              Duration.ofMillis(500),
              OptionalInt.empty());
      Ours ours = new Ours(spark, scratch.resolve("sluice"), line -> {});
      try (Background work = new Background(spark, () -> ours.run(course))) {
        boolean[] told = new boolean[1];
        work.watch(
            Duration.ofMinutes(2),
            () -> {
              Creates seen = emulator.creates();
              if (!told[0] && seen.accepted().all().size() > LIMIT / 6) {
                emulator.throttleOnce(Duration.ofSeconds(pauseSec));
                told[0] = true;
              }
              return seen.all().stream()
                  .filter(Create::throttled)
                  .anyMatch(c -> c.atMs() < System.currentTimeMillis() - AFTER.toMillis());
            });
        Creates creates = emulator.creates();
        Create throttled =
            creates.all().stream().filter(Create::throttled).findFirst().orElseThrow();
        Creates.Gap pause = creates.since(throttled.atMs()).longestGap();
        note("429 at 0 ms; last create before the pause at %d ms, first after it at %d ms".formatted(pause.fromMs() - throttled.atMs(), pause.toMs() - throttled.atMs()));
        long n = creates.accepted().all().size();
        figure(
            Figure.of(
                "cool_down.ms_until_all_slow",
                n,
                cluster.cores(),
                (double) (pause.fromMs() - throttled.atMs()),
                1000));
        figure(
            Figure.of(
                "cool_down.pause_ms",
                n,
                cluster.cores(),
                (double) pause.length().toMillis(),
                1000.0 * pauseSec));
      }
    }
  }
}
