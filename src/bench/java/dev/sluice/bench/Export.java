package dev.sluice.bench;

import dev.sluice.export.ExportConf;
import dev.sluice.export.ExportStep;
import dev.sluice.export.MeasuredShards;
import dev.sluice.step.StepReport;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.Steps;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast releases are written. */
@Command(
    name = "export",
    description = "MB per second and core of NPY and TFRecord beside NumPy and TensorFlow.",
    mixinStandardHelpOptions = true)
final class Export extends Measurement {
  @Option(names = "--n", defaultValue = "1000000", description = "Items. Default ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = "--d",
      defaultValue = "512",
      description = "Length of a vector. Default ${DEFAULT-VALUE}.")
  private int d;

  @Option(
      names = "--shard-items",
      defaultValue = "10000",
      description = "Items per file, for everyone. Default ${DEFAULT-VALUE}.")
  private int shardItems;

  @Override
  void measure(Path scratch) throws Exception {
    Map<String, Double> peer = python(scratch);
    writers(scratch, peer);
    Cluster cluster = new Cluster(0);
    onSpark(cluster, scratch, spark -> step(spark, cluster, scratch, peer));
  }

  private void writers(Path scratch, Map<String, Double> peer) throws IOException {
    for (String key : List.of("npy", "tfrecord")) {
      Path folder = scratch.resolve("writer");
      MeasuredShards.of(key, folder, Math.min(n, 2 * shardItems), d, shardItems);
      remove(folder);
      MeasuredShards ours = MeasuredShards.of(key, folder, n, d, shardItems);
      remove(folder);
      note(
          String.format(
              Locale.ROOT,
              "%s: %.0f MB in %.2f s, checksums included",
              key,
              ours.bytes() / 1e6,
              ours.seconds()));
      speed(key + "_mb_per_s", 1, ours.megabytesPerSecond(), peer.get(key));
      if (key.equals("tfrecord")) {
        speed(
            "tfrecord_mb_per_s_with_examples",
            1,
            ours.megabytesPerSecond(),
            peer.get("tfrecord_with_examples"));
      } else {
        MeasuredShards plain = MeasuredShards.plain(scratch.resolve("plain"), ours.bytes());
        Files.delete(scratch.resolve("plain"));
        speed(
            "npy_mb_per_s_beside_plain", 1, ours.megabytesPerSecond(), plain.megabytesPerSecond());
      }
    }
  }

  private void step(SparkSession spark, Cluster cluster, Path scratch, Map<String, Double> peer)
      throws IOException {
    Warehouse small = Warehouse.at(spark, scratch.resolve("warm-up").toString());
    CuratedItems.fill(small, Math.min(n, 2_000), d);
    StepReport unused = run(small, "both", List.of("npy", "tfrecord"));
    Warehouse warehouse = Warehouse.at(spark, scratch.resolve("warehouse").toString());
    CuratedItems.fill(warehouse, n, d);
    note("%d items are curated".formatted(n));
    for (List<String> formats :
        List.of(List.of("npy"), List.of("tfrecord"), List.of("npy", "tfrecord"))) {
      String name = String.join("_", formats);
      long start = System.nanoTime();
      StepReport report = run(warehouse, name, formats);
      double seconds = (System.nanoTime() - start) / 1e9;
      Path release = scratch.resolve("warehouse/_releases/" + name);
      long bytes = size(release);
      remove(release);
      note(
          String.format(
              Locale.ROOT, "%s; %.0f MB in %.1f s", report.headline(), bytes / 1e6, seconds));
      speed(
          "step_" + name + "_mb_per_s_per_core",
          cluster.cores(),
          bytes / 1e6 / seconds / cluster.cores(),
          peer.get(name));
    }
  }

  private static StepReport run(Warehouse warehouse, String name, List<String> formats) {
    ExportConf conf =
        new ExportConf(formats, null, null, name, null, null, null, null, null, null, null);
    return new ExportStep(conf)
        .run(Steps.context(warehouse, CannedSpender.paysNothing("twelvelabs")));
  }

  private void speed(String name, int cores, double ours, Double theirs) {
    figure(
        new Figure(
            "export." + name,
            n,
            d,
            cores,
            ours,
            theirs == null ? OptionalDouble.empty() : OptionalDouble.of(theirs)));
  }

  private Map<String, Double> python(Path scratch) throws IOException, InterruptedException {
    Map<String, Double> said = new HashMap<>();
    String python = System.getProperty("bench.python", "");
    if (python.isEmpty()) {
      note("not run: NumPy and TensorFlow, there is no Python with them");
      return said;
    }
    Path folder = Files.createDirectories(scratch.resolve("peer"));
    Path log = scratch.resolve("peer.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    python,
                    "src/bench/export.py",
                    folder.toString(),
                    Integer.toString(n),
                    Integer.toString(d),
                    Integer.toString(shardItems)))
            .redirectError(log.toFile());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "");
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("#")) {
          note(line.substring(1).strip());
        } else {
          String[] parts = line.split("=", -1);
          said.put(parts[0], Double.parseDouble(parts[1]));
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("the peers failed: " + Files.readString(log));
    }
    return said;
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
