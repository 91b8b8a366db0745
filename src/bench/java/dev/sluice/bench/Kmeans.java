package dev.sluice.bench;

import dev.sluice.cluster.MeasuredFit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One large fit of ours beside scikit-learn's KMeans, on the same file of vectors. */
@Command(
    name = "kmeans",
    description = "Seconds, iterations and inertia of one large fit, beside scikit-learn's.",
    mixinStandardHelpOptions = true)
final class Kmeans extends Measurement {
  /** The system property that names a Python that has scikit-learn. */
  private static final String PYTHON = "bench.python";

  /** Room for the vectors and for the blocks that a fit makes of them, on one executor. */
  private static final int EXECUTOR_MB = 2500;

  @Option(
      names = "--n",
      defaultValue = "100000",
      description = "Vectors. Default ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = "--d",
      defaultValue = "512",
      description = "Length of a vector. Default ${DEFAULT-VALUE}.")
  private int d;

  @Option(names = "--k", defaultValue = "64", description = "Clusters. Default ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--iterations",
      defaultValue = "20",
      description = "Most rounds of a fit. Default ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--executors",
      defaultValue = "0",
      description =
          "Executor processes of two slots, or several numbers to compare (1,2,4); 0 is local mode."
              + " Default ${DEFAULT-VALUE}.",
      split = ",")
  private List<Integer> executors;

  @Option(
      names = "--seed",
      defaultValue = "51",
      description = "Seed of the vectors and the fits. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  void measure(Path scratch) throws Exception {
    Path file = scratch.resolve("vectors.f32");
    Mixture.write(file, n, d, k, seed);
    note("%d vectors of %d numbers around %d centres".formatted(n, d, k));
    Optional<Map<String, Double>> peer = scikitLearn(file);
    for (int count : executors) {
      Cluster cluster = new Cluster(count, EXECUTOR_MB);
      onSpark(cluster, scratch, spark -> print(count, cluster, fit(spark, file, cluster), peer));
    }
  }

  private MeasuredFit fit(SparkSession spark, Path file, Cluster cluster) {
    MeasuredFit fit =
        MeasuredFit.of(Mixture.read(spark, file, n, d, 2 * cluster.cores()), k, iterations, seed);
    note(
        String.format(
            Locale.ROOT,
            "ours: %.1f s to place the vectors, %.1f s to fit them",
            fit.placeSeconds(),
            fit.fitSeconds()));
    return fit;
  }

  private void print(
      int count, Cluster cluster, MeasuredFit ours, Optional<Map<String, Double>> peer) {
    String name = executors.size() == 1 ? "kmeans." : "kmeans." + count + "_executors.";
    figure(name + "fit_s", cluster, ours.fitSeconds(), peer, "seconds");
    figure(name + "iterations", cluster, ours.iterations(), peer, "iterations");
    figure(name + "inertia", cluster, ours.inertia(), peer, "inertia");
    figure(
        name + "s_per_iteration",
        cluster,
        ours.fitSeconds() / ours.iterations(),
        peer.map(p -> Map.of("each", p.get("seconds") / p.get("iterations"))),
        "each");
  }

  private void figure(
      String name, Cluster cluster, double ours, Optional<Map<String, Double>> peer, String key) {
    OptionalDouble theirs =
        peer.isPresent() ? OptionalDouble.of(peer.get().get(key)) : OptionalDouble.empty();
    figure(new Figure(name, n, d, cluster.cores(), ours, theirs));
  }

  private Optional<Map<String, Double>> scikitLearn(Path file)
      throws IOException, InterruptedException {
    String python = System.getProperty(PYTHON, "");
    if (python.isEmpty()) {
      note("scikit-learn is not there: ours alone");
      return Optional.empty();
    }
    Path log = file.resolveSibling("scikit-learn.log");
    Process process =
        new ProcessBuilder(
                python,
                "src/bench/kmeans.py",
                file.toString(),
                Integer.toString(d),
                Integer.toString(k),
                Integer.toString(iterations),
                Long.toString(seed))
            .redirectError(log.toFile())
            .start();
    Map<String, Double> said = new HashMap<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] parts = line.split("=");
        if (parts[0].equals("version")) {
          note("scikit-learn " + parts[1]);
        } else {
          said.put(parts[0], Double.parseDouble(parts[1]));
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("scikit-learn failed: " + Files.readString(log));
    }
    return Optional.of(said);
  }
}
