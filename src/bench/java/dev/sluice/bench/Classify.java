package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.classify.ClassifyConf;
import dev.sluice.classify.ClassifyStep;
import dev.sluice.classify.VideoClass;
import dev.sluice.step.StepReport;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.Steps;
import dev.sluice.vectors.DotBlock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast stored clip vectors are scored against prompts. */
@Command(
    name = "classify",
    description = "Clips per second and core: our kernel and the whole step against NumPy.",
    mixinStandardHelpOptions = true)
final class Classify extends Measurement {
  private static final int DIMENSION = Clips.DIMENSION;

  /** Clips that the kernel does before it is measured. */
  private static final int WARM_UP = 20_000;

  @Option(
      names = "--clips",
      defaultValue = "1000000",
      description = "Clip vectors. Default ${DEFAULT-VALUE}.")
  private int clips;

  @Option(
      names = "--prompts",
      defaultValue = "30",
      description = "Prompts, of 6 classes. Default ${DEFAULT-VALUE}.")
  private int prompts;

  @Option(
      names = "--chunk",
      defaultValue = "50000",
      description =
          "Clips that the kernel and NumPy hold in memory and go through again and again."
              + " Default ${DEFAULT-VALUE}.")
  private int chunk;

  private OptionalDouble peer = OptionalDouble.empty();

  @Override
  void measure(Path scratch) throws Exception {
    int times = Math.max(1, clips / chunk);
    Optional<NumPy.Took> product = NumPy.product(chunk, prompts, DIMENSION, times);
    if (product.isPresent()) {
      NumPy.Took took = product.get();
      peer = OptionalDouble.of((double) times * chunk / took.seconds());
      note(
          "NumPy's product alone, one thread: %.1f s, %.1f s of processors"
              .formatted(took.seconds(), took.busy()));
    } else {
      note("not run: NumPy, there is no Python with it");
    }
    kernel(times);
    Cluster cluster = new Cluster(0);
    onSpark(cluster, scratch, spark -> step(spark, cluster, scratch));
  }

  private void kernel(int times) {
    Random random = new Random(1);
    float[][] texts = Clips.gaussian(random, prompts);
    float[][] vectors = Clips.gaussian(random, chunk);
    DotBlock block = new DotBlock(texts);
    double unused = 0;
    for (int i = 0; i < Math.max(1, WARM_UP / chunk); i++) {
      unused += nearest(block, vectors);
    }
    Took took = new Took();
    for (int i = 0; i < times; i++) {
      unused += nearest(block, vectors);
    }
    double seconds = took.seconds();
    note("kernel: %s; sum of nearest %.1f".formatted(took, unused));
    long n = (long) times * chunk;
    figure(new Figure("classify.kernel_clips_per_s", n, DIMENSION, 1, n / seconds, peer));
  }

  private double nearest(DotBlock block, float[][] vectors) {
    double sum = 0;
    for (int from = 0; from < vectors.length; from += DotBlock.WIDTH) {
      int used = Math.min(DotBlock.WIDTH, vectors.length - from);
      for (int slot = 0; slot < used; slot++) {
        block.put(slot, vectors[from + slot]);
      }
      block.multiply(used);
      for (int slot = 0; slot < used; slot++) {
        float best = Float.NEGATIVE_INFINITY;
        for (int p = 0; p < prompts; p++) {
          best = Math.max(best, block.dot(p, slot));
        }
        sum += best / Math.sqrt(block.squared(slot));
      }
    }
    return sum;
  }

  private void step(SparkSession spark, Cluster cluster, Path scratch) {
    Warehouse warehouse = Warehouse.at(spark, scratch.resolve("warehouse").toString());
    List<VideoClass> classes = Clips.classes(prompts);
    ClassifyConf conf = new ClassifyConf(classes, null, null, null, 0.1, null, null, null, null);
    Warehouse small = Warehouse.at(spark, scratch.resolve("warm-up").toString());
    Clips.fill(small, classes, Math.min(clips, 1_000));
    StepReport unused = step(conf, small);
    Clips.fill(warehouse, classes, clips);
    note("%d clips of %d videos are there".formatted(clips, Clips.videos(clips)));
    run("classify.step_clips_per_s_per_core", conf, warehouse, cluster);
    run("classify.step_again_clips_per_s_per_core", conf, warehouse, cluster);
  }

  private void run(String name, ClassifyConf conf, Warehouse warehouse, Cluster cluster) {
    Took took = new Took();
    StepReport report = step(conf, warehouse);
    double seconds = took.seconds();
    note("%s; wrote %b; %s".formatted(report.headline(), report.wrote(), took));
    figure(
        new Figure(
            name, clips, DIMENSION, cluster.cores(), clips / seconds / cluster.cores(), peer));
  }

  private static StepReport step(ClassifyConf conf, Warehouse warehouse) {
    return new ClassifyStep(conf)
        .run(Steps.context(warehouse, CannedSpender.paysNothing(Clips.PROVIDER)));
  }

  /** Seconds since it was made, and seconds of processor time of this process. */
  private static final class Took {
    private final long start = System.nanoTime();
    private final long busy = busy();

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public String toString() {
      return "%.1f s, %.1f s of processors".formatted(seconds(), (busy() - busy) / 1e9);
    }

    private static long busy() {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
  }
}
