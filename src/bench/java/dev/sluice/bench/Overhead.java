package dev.sluice.bench;

import dev.sluice.calls.KnownWorks;
import dev.sluice.calls.SpendReport;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Sluice itself costs when the provider answers at once. */
@Command(
    name = "overhead",
    description = "Seconds per 10,000 works of planning, calls, journal and fold; heap; files.",
    mixinStandardHelpOptions = true)
final class Overhead extends Measurement {
  /** What a provider that takes 600 creates a minute needs for 10,000 works. */
  private static final double PROVIDER_SECONDS = 1000;

  private static final int PLACES = 15;

  @Option(
      names = "--works",
      defaultValue = "100000",
      description = "Works. Default ${DEFAULT-VALUE}.")
  private int works;

  @Option(
      names = "--executors",
      defaultValue = "0",
      description = "Executor processes; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private int executors;

  @Option(
      names = "--journal",
      description = "Folder of the journal, on any file system. Default: a temporary folder.")
  private String journal;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(executors);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start(List.of("--latency", "0ms"));
        HeapPeak heap = new HeapPeak()) {
      Course course = Course.of(emulator, Clip.alike(works), List.of(), Duration.ofMillis(100));
      Path home = scratch.resolve("sluice");
      Ours ours =
          new Ours(
              spark,
              home,
              journal == null ? home.resolve("journal").toString() : journal,
              this::note);
      planning("planning_new", ours, course, cluster);
      run("first_run", ours, course, cluster, emulator);
      files(home, cluster);
      planning("planning_known", ours, course, cluster);
      run("second_run", ours, course, cluster, emulator);
      figure(Figure.of("overhead.heap_mb_after_gc", works, cluster.cores(), heap.megabytes()));
    }
  }

  private void planning(String name, Ours ours, Course course, Cluster cluster) {
    long start = System.nanoTime();
    KnownWorks.Counts counts =
        KnownWorks.of(ours.warehouse(), ours.journal(), ours.works(course.clips()));
    seconds(name, start, cluster);
    note("%s: %s".formatted(name, counts));
  }

  private void run(String name, Ours ours, Course course, Cluster cluster, EmulatorProcess emulator)
      throws Exception {
    long before = emulator.creates().accepted().all().size();
    try (Samples samples = new Samples()) {
      long start = System.nanoTime();
      SpendReport report = ours.spend(course);
      seconds(name, start, cluster);
      note("%s: %s".formatted(name, report));
      for (Samples.Spent spent : samples.longest(PLACES)) {
        note("%s: %8.1f s in %s".formatted(name, spent.seconds(), spent.where()));
      }
    }
    long creates = emulator.creates().accepted().all().size() - before;
    figure(Figure.count("overhead." + name + "_creates", works, cluster.cores(), creates));
  }

  private void files(Path home, Cluster cluster) throws IOException {
    if (journal == null) {
      figure(
          Figure.count(
              "overhead.journal_objects", works, cluster.cores(), count(home.resolve("journal"))));
    }
    figure(
        Figure.count(
            "overhead.delta_files", works, cluster.cores(), count(home.resolve("warehouse"))));
  }

  private void seconds(String name, long start, Cluster cluster) {
    double per10k = (System.nanoTime() - start) / 1e9 * 10_000 / works;
    figure(
        Figure.of(
            "overhead." + name + "_s_per_10k", works, cluster.cores(), per10k, PROVIDER_SECONDS));
  }

  private static long count(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".crc")).count();
    }
  }
}
