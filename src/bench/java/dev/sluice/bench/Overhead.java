package dev.sluice.bench;

import dev.sluice.calls.KnownWorks;
import dev.sluice.calls.SpendReport;
import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
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
      names = "--s3",
      description = "Keeps the journal on an S3 server that is started for it, not in a folder.")
  private boolean s3;

  @Override
  void measure(Path scratch) throws Exception {
    Cluster cluster = new Cluster(executors);
    onSpark(cluster, scratch, spark -> measure(spark, cluster, scratch));
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch) throws Exception {
    if (!s3) {
      measure(spark, cluster, scratch, scratch.resolve("journal").toString());
      return;
    }
    try (S3Server server = S3Server.start()) {
      server.settings().forEach(spark.sparkContext().hadoopConfiguration()::set);
      measure(spark, cluster, scratch, server.bucket() + "/journal");
    }
  }

  private void measure(SparkSession spark, Cluster cluster, Path scratch, String journal)
      throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start(List.of("--latency", "0ms"));
        HeapPeak heap = new HeapPeak()) {
      Course course = Course.of(emulator, Clip.alike(works), List.of(), Duration.ofMillis(100));
      Ours ours = new Ours(spark, scratch, journal, this::note);
      planning("planning_new", ours, course, cluster);
      run("first_run", ours, course, cluster, emulator);
      files("journal_objects", journal, spark, cluster);
      files("delta_files", ours.warehouse().location(), spark, cluster);
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

  private void files(String name, String folder, SparkSession spark, Cluster cluster)
      throws IOException {
    figure(Figure.count("overhead." + name, works, cluster.cores(), count(folder, spark)));
  }

  // Hadoop starts a process for each local file that it lists.
  private static long count(String folder, SparkSession spark) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder);
    URI place = root.toUri();
    if (place.getScheme() == null || place.getScheme().equals("file")) {
      try (Stream<Path> files = Files.walk(Path.of(place.getPath()))) {
        return files.filter(Files::isRegularFile).count();
      }
    }
    RemoteIterator<LocatedFileStatus> files =
        root.getFileSystem(spark.sparkContext().hadoopConfiguration()).listFiles(root, true);
    long count = 0;
    for (; files.hasNext(); files.next()) {
      count++;
    }
    return count;
  }

  private void seconds(String name, long start, Cluster cluster) {
    double per10k = (System.nanoTime() - start) / 1e9 * 10_000 / works;
    figure(
        Figure.of(
            "overhead." + name + "_s_per_10k", works, cluster.cores(), per10k, PROVIDER_SECONDS));
  }
}
