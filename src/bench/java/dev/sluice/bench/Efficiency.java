package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much of a limit is used, over many minutes. */
@Command(
    name = "efficiency",
    description = "Creates ÷ limit over 20 minutes, two executors, tasks of 40 s to 300 s; 429s.",
    mixinStandardHelpOptions = true)
final class Efficiency extends Measurement {
  @Option(
      names = "--limit",
      defaultValue = "60/min",
      description =
          "What the account allows, as emulate --limit writes it; may be given again, for example"
              + " --limit 600/min --limit 600min/min. Default ${DEFAULT-VALUE}.")
  private List<String> limits;

  @Option(
      names = "--minutes",
      defaultValue = "20",
      description = "How long to measure. Default ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--skip-sec",
      defaultValue = "120",
      description = "What is left out at the start: the first round. Default ${DEFAULT-VALUE}.")
  private int skipSec;

  @Option(
      names = "--executors",
      defaultValue = "2",
      description = "Executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private int executors;

  @Option(
      names = "--latency",
      defaultValue = "40s:300s",
      description = "How long a task takes: median and 99th percentile. Default ${DEFAULT-VALUE}.")
  private String latency;

  @Option(
      names = "--poll-ms",
      defaultValue = "2000",
      description = "Pause between two looks at one task. Default ${DEFAULT-VALUE}.")
  private long pollMs;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(executors);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    List<Limits> bounds = limits.stream().map(Limits::of).toList();
    List<String> options = new ArrayList<>(List.of("--latency", latency));
    limits.forEach(limit -> options.addAll(List.of("--limit", "embed=" + limit)));
    List<Clip> clips = clips(bounds);
    Duration skip = Duration.ofSeconds(skipSec);
    Duration length = Duration.ofMillis((long) (minutes * 60_000));
    try (EmulatorProcess emulator = EmulatorProcess.start(options)) {
      Course course = Course.of(emulator, clips, bounds, Duration.ofMillis(pollMs));
      note(
          "%d works, limits %s, latency %s, %d executors"
              .formatted(clips.size(), limits, latency, executors));
      Ours ours = new Ours(spark, scratch.resolve("sluice"), this::note);
      try (Background work = new Background(spark, () -> ours.run(course))) {
        String end =
            work.watch(
                skip.plus(length).plusMinutes(5),
                () -> {
                  Creates seen = emulator.creates();
                  return !seen.all().isEmpty()
                      && System.currentTimeMillis() - seen.firstMs() > skip.plus(length).toMillis();
                });
        note("the spender: %s".formatted(end));
        report(emulator.creates(), bounds, clips, cluster, skip, length);
      }
    }
  }

  private void report(
      Creates creates,
      List<Limits> bounds,
      List<Clip> clips,
      Cluster cluster,
      Duration skip,
      Duration length) {
    long start = creates.firstMs();
    long from = start + skip.toMillis();
    Creates steady = creates.since(from).before(from + length.toMillis());
    long n = steady.accepted().all().size();
    for (Limits bound : bounds) {
      Creates counted = bound.isQuota() ? creates.before(from + length.toMillis()) : steady;
      double used = counted.accepted().all().stream().mapToDouble(c -> bound.uses(c, clips)).sum();
      double allowed = bound.allowed(bound.isQuota() ? skip.plus(length) : length);
      figure(Figure.of("efficiency." + bound.name(), n, cluster.cores(), used, allowed));
      figure(
          Figure.of(
              "efficiency.most_in_window_" + bound.name(),
              n,
              cluster.cores(),
              creates.accepted().mostIn(bound.window(), c -> bound.uses(c, clips)),
              bound.amount()));
    }
    figure(Figure.count("efficiency.answers_429_steady", n, cluster.cores(), steady.throttled()));
    figure(Figure.count("efficiency.answers_429_all", n, cluster.cores(), creates.throttled()));
  }

  // More than can be sent: the works must not run out.
  private List<Clip> clips(List<Limits> bounds) {
    double seconds = skipSec + minutes * 60 + 60;
    boolean media = bounds.stream().anyMatch(Limits::isMedia);
    double requests =
        bounds.stream()
            .filter(bound -> !bound.isMedia())
            .mapToDouble(bound -> bound.amount() * seconds / bound.window().toSeconds())
            .min()
            .orElse(10 * seconds);
    int n = (int) Math.ceil(requests);
    return media ? Clip.ofDifferentLength(n) : Clip.alike(n);
  }
}
