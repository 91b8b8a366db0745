package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A run that stops, and one that starts again on the same day. */
@Command(
    name = "restart",
    description =
        "Creates of two runs on one day under a day's limit: a restart does not refill it.",
    mixinStandardHelpOptions = true)
final class Restart extends Measurement {
  @Option(
      names = "--per-day",
      defaultValue = "30",
      description = "Creates a day. Default ${DEFAULT-VALUE}.")
  private int perDay;

  @Option(
      names = "--quiet-sec",
      defaultValue = "20",
      description = "How long nothing must be created before the second run counts as done.")
  private int quietSec;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(0);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    try (EmulatorProcess emulator =
        EmulatorProcess.start(
            List.of("--limit", "embed=%d/day".formatted(perDay), "--latency", "200ms"))) {
      Ours ours = new Ours(spark, scratch.resolve("sluice"), this::note);
      ours.run(course(emulator, 2 * perDay / 3));
      long first = emulator.creates().accepted().all().size();
      Course more = course(emulator, 2 * perDay);
      try (Background work = new Background(spark, () -> ours.run(more))) {
        String end =
            work.watch(
                Duration.ofMinutes(3),
                () -> {
                  Creates seen = emulator.creates();
                  return seen.all().size() > first
                      && System.currentTimeMillis() - seen.lastMs() > quietSec * 1000L;
                });
        Creates both = emulator.creates();
        long n = both.accepted().all().size();
        note("the first run created %d, both %d; the second run: %s".formatted(first, n, end));
        figure(Figure.count("restart.creates_in_the_day", n, cluster.cores(), n, perDay));
        figure(Figure.count("restart.answers_429", n, cluster.cores(), both.throttled()));
      }
    }
  }

  private Course course(EmulatorProcess emulator, int works) {
    return Course.of(
        emulator, Clip.alike(works), List.of(Limits.of(perDay + "/day")), Duration.ofMillis(100));
  }
}
