package dev.sluice.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.classify.ClipVector;
import dev.sluice.export.ExportConf;
import dev.sluice.export.ExportFormat;
import dev.sluice.export.ExportStep;
import dev.sluice.export.MeasuredShards;
import dev.sluice.step.StepReport;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.Steps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast releases are written. */
@Command(
    name = "export",
    description = "MB per second and core of NPY and TFRecord beside NumPy and TensorFlow.",
    mixinStandardHelpOptions = true)
final class Export extends Measurement {
  private static final String LENS = "twelvelabs/marengo3.0/visual";

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
    for (ExportFormat format : List.of(ExportFormat.NPY, ExportFormat.TFRECORD)) {
      Path folder = scratch.resolve("writer");
      MeasuredShards.of(format, folder, Math.min(n, 2 * shardItems), d, shardItems);
      remove(folder);
      MeasuredShards ours = MeasuredShards.of(format, folder, n, d, shardItems);
      remove(folder);
      String key = format.key();
      note(
          String.format(
              Locale.ROOT,
              "%s: %.0f MB in %.2f s, checksums included",
              key,
              ours.bytes() / 1e6,
              ours.seconds()));
      speed(key + "_mb_per_s", 1, ours.megabytesPerSecond(), peer.get(key));
      if (format == ExportFormat.TFRECORD) {
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
    fill(small, Math.min(n, 2_000));
    StepReport unused = run(small, "both", List.of("npy", "tfrecord"));
    Warehouse warehouse = Warehouse.at(spark, scratch.resolve("warehouse").toString());
    fill(warehouse, n);
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

  private void fill(Warehouse warehouse, int items) {
    Dataset<Row> ids = warehouse.spark().range(0, items, 1, 8).toDF("n");
    Column id = concat(lit("v"), col("n").cast("string"));
    Map<String, Column> values = new HashMap<>();
    values.put("item_id", id);
    values.put("video_id", id);
    values.put("start_sec", lit(0.0));
    values.put("end_sec", lit(4.0));
    values.put("content_id", concat(lit("c-"), id));
    values.put("source_id", concat(lit("s"), col("n").divide(10).cast("int").cast("string")));
    values.put("label", concat(lit("class "), col("n").mod(8).cast("string")));
    values.put("label_source", lit("model"));
    values.put("confidence", lit(0.75));
    values.put("verdict", lit("ready"));
    values.put("reasons", array().cast("array<string>"));
    values.put(
        "split",
        when(col("n").divide(10).cast("int").mod(10).lt(8), lit("train")).otherwise(lit("test")));
    values.put("ground_truth", lit(null).cast("string"));
    values.put("lens", lit(LENS));
    values.put("clustering_id", lit("k"));
    values.put("cluster_id", col("n").mod(8).cast("int"));
    values.put("distance", lit(0.5));
    values.put("margin", lit(0.25));
    values.put("taxonomy_version", lit("t@1"));
    values.put("prompt_hash", lit("p"));
    values.put("model", lit("m"));
    Column[] curated =
        List.of(CuratedRow.TABLE.schema().fieldNames()).stream()
            .map(name -> values.get(name).as(name))
            .toArray(Column[]::new);
    warehouse.append(CuratedRow.TABLE, ids.select(curated));
    warehouse.append(ClusteringRow.TABLE, List.of(Steps.clustering("k", LENS, "video", 8, 0)));
    warehouse.append(
        EmbeddingRow.TABLE,
        ids.as(Encoders.LONG())
            .map((MapFunction<Long, ClipVector>) new Vectors(d), Encoders.bean(ClipVector.class))
            .select(
                col("contentId").as("content_id"),
                col("lens"),
                lit("video").as("scope"),
                lit(0).as("segment_no"),
                lit(0.0).as("start_sec"),
                lit(4.0).as("end_sec"),
                lit(d).as("dim"),
                concat(lit("w-"), col("contentId")).as("work_key"),
                col("vector")));
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

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The vector of an item by its number. */
  private static final class Vectors implements MapFunction<Long, ClipVector>, Serializable {
    private static final long serialVersionUID = 1L;
    private final int d;

    Vectors(int d) {
      this.d = d;
    }

    @Override
    public ClipVector call(Long number) {
      SplittableRandom random = new SplittableRandom(number);
      float[] vector = new float[d];
      for (int i = 0; i < d; i++) {
        vector[i] = (float) (random.nextDouble() - 0.5);
      }
      ClipVector clip = new ClipVector();
      clip.setContentId("c-v" + number);
      clip.setLens(LENS);
      clip.setVector(vector);
      return clip;
    }
  }
}
