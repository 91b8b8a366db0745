package dev.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The request rate with one executor, with two and with four. */
@Command(
    name = "executors",
    description = "Creates in every 10 s with 1, 2 and 4 executors: doubling them changes nothing.",
    mixinStandardHelpOptions = true)
final class Executors extends Measurement {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  @Option(
      names = "--limit",
      defaultValue = "300",
      description = "Creates a minute. Default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--seconds",
      defaultValue = "80",
      description = "How long to look at each. Default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--skip-sec",
      defaultValue = "20",
      description = "What is left out at the start of each. Default ${DEFAULT-VALUE}.")
  private int skipSec;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "1,2,4",
      description = "Numbers of executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private List<Integer> numbers;

  @Override
  void measure(Path scratch) throws Exception {
    double first = Double.NaN;
    for (int number : numbers) {
      Cluster cluster = new Cluster(number);
      Path folder = scratch.resolve("executors-" + number);
      double[] mean = new double[1];
      double compared = first;
      onSpark(
          cluster, folder, spark -> mean[0] = perWindow(spark, cluster, folder, number, compared));
      if (Double.isNaN(first)) {
        first = mean[0];
      }
    }
  }

  private double perWindow(
      SparkSession spark, Cluster cluster, Path folder, int number, double first) throws Exception {
    Duration all = Duration.ofSeconds(skipSec + seconds);
    try (EmulatorProcess emulator =
        EmulatorProcess.start(
            List.of("--limit", "embed=%d/min".formatted(limit), "--latency", "2s:10s"))) {
      int works = (int) (limit * (all.toSeconds() + 60) / 60);
      Course course =
          Course.of(
              emulator,
              Clip.alike(works),
              List.of(Limits.of(limit + "/min")),
              Duration.ofMillis(500));
      Ours ours = new Ours(spark, folder.resolve("sluice"), line -> {});
      try (Background work = new Background(spark, () -> ours.run(course))) {
        String end =
            work.watch(
                all.plusMinutes(2),
                () -> {
                  Creates seen = emulator.creates();
                  return !seen.all().isEmpty()
                      && System.currentTimeMillis() - seen.firstMs() > all.toMillis();
                });
        Creates steady = emulator.creates();
        steady =
            steady
                .since(steady.firstMs() + skipSec * 1000L)
                .before(steady.firstMs() + all.toMillis());
        List<Integer> counts = steady.accepted().perWindow(WINDOW);
        note("%d executors (%s): creates in each 10 s: %s".formatted(number, end, counts));
        IntSummaryStatistics windows =
            counts.stream().mapToInt(Integer::intValue).summaryStatistics();
        String name = "executors.%d.".formatted(number);
        long n = steady.accepted().all().size();
        int cores = cluster.cores();
        double allowed = limit / 6.0;
        figure(Figure.of(name + "mean_per_10s_of_limit", n, cores, windows.getAverage(), allowed));
        figure(Figure.of(name + "most_per_10s_of_limit", n, cores, windows.getMax(), allowed));
        figure(Figure.count(name + "answers_429", n, cores, steady.throttled()));
        if (!Double.isNaN(first)) {
          figure(Figure.of(name + "mean_per_10s_of_first", n, cores, windows.getAverage(), first));
        }
        return windows.getAverage();
      }
    }
  }
}
