package dev.sluice.bench;

import dev.sluice.classify.ClassifyConf;
import dev.sluice.classify.ClassifyStep;
import dev.sluice.evaluate.EvaluateConf;
import dev.sluice.evaluate.EvaluateStep;
import dev.sluice.export.ExportConf;
import dev.sluice.export.ExportStep;
import dev.sluice.step.Step;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The steps that call nobody, with one executor, with two and with four. */
@Command(
    name = "speed-up",
    description = "Steps that call nobody with 1, 2 and 4 executors: how often as fast, and why.",
    mixinStandardHelpOptions = true)
final class SpeedUp extends Measurement {
  /** Room for a shard's vectors and for what a shuffle sorts, on one executor. */
  private static final int EXECUTOR_MB = 1500;

  private static final int WARM_UP = 100_000;
  private static final int PROMPTS = 30;

  @Option(
      names = "--n",
      defaultValue = "400000",
      description =
          "Clips to classify, and items to evaluate and export. Default ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "1,2,4",
      description =
          "Numbers of executor processes of one task slot, the first is what the others are held"
              + " against; 0 is local mode. Default ${DEFAULT-VALUE}.")
  private List<Integer> numbers;

  private final Map<String, Double> first = new HashMap<>();

  @Override
  void measure(Path scratch) throws Exception {
    note("this machine has %d cores".formatted(Runtime.getRuntime().availableProcessors()));
    for (int number : numbers) {
      Cluster cluster = new Cluster(number, EXECUTOR_MB, 1);
      Path folder = scratch.resolve("executors-" + number);
      onSpark(cluster, folder, spark -> steps(spark, cluster, folder));
      remove(folder);
    }
  }

  private void steps(SparkSession spark, Cluster cluster, Path folder) {
    // Every process has loaded and compiled its code before the clock runs.
    for (Stage stage : stages(spark, folder.resolve("warm-up"), Math.min(n, WARM_UP))) {
      TaskTime unused = TaskTime.of(spark, stage::run);
    }
    for (Stage stage : stages(spark, folder.resolve("warehouse"), n)) {
      TaskTime took = TaskTime.of(spark, stage::run);
      note("%d executors, %s: %s".formatted(cluster.executors(), stage.step().name(), took));
      print(cluster, stage.step().name(), took.seconds());
    }
  }

  private void print(Cluster cluster, String step, double seconds) {
    double once = first.computeIfAbsent(step, unused -> seconds);
    String name = "speed_up.%s.%d_executors".formatted(step, cluster.executors());
    OptionalDouble perfect =
        OptionalDouble.of(cluster.cores() / (double) Math.max(1, numbers.get(0)));
    figure(new Figure(name, n, Clips.DIMENSION, cluster.cores(), once / seconds, perfect));
  }

  private static List<Stage> stages(SparkSession spark, Path folder, int rows) {
    Warehouse clips = Warehouse.at(spark, folder.resolve("clips").toString());
    Clips.fill(clips, Clips.classes(PROMPTS), rows);
    Warehouse items = Warehouse.at(spark, folder.resolve("items").toString());
    CuratedItems.fill(items, rows, Clips.DIMENSION);
    ClassifyConf classify =
        new ClassifyConf(Clips.classes(PROMPTS), null, null, null, 0.1, null, null, null, null);
    ExportConf export =
        new ExportConf(
            List.of("npy"), null, null, "release", null, null, null, null, null, null, null);
    return List.of(
        new Stage(clips, new ClassifyStep(classify)),
        new Stage(items, new EvaluateStep(new EvaluateConf(null))),
        new Stage(items, new ExportStep(export)));
  }

  private record Stage(Warehouse warehouse, Step step) {
    void run() {
      step.run(Steps.context(warehouse, CannedSpender.paysNothing(Clips.PROVIDER)));
    }
  }
}
