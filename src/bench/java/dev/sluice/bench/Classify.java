package dev.sluice.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.calls.Works;
import dev.sluice.classify.ClassifyConf;
import dev.sluice.classify.ClassifyStep;
import dev.sluice.classify.ClipVector;
import dev.sluice.classify.VideoClass;
import dev.sluice.step.StepReport;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.PromptVectorRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.Steps;
import dev.sluice.vectors.DotBlock;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast stored clip vectors are scored against prompts. */
@Command(
    name = "classify",
    description = "Clips per second and core: our kernel and the whole step against NumPy.",
    mixinStandardHelpOptions = true)
final class Classify extends Measurement {
  private static final int DIMENSION = 512;
  private static final int CLASSES = 6;
  private static final int CLIPS_PER_VIDEO = 100;
  private static final double CLIP_SEC = 4;

  /** Clips that the kernel does before it is measured. */
  private static final int WARM_UP = 20_000;

  private static final String PROVIDER = "twelvelabs";

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
    float[][] texts = gaussian(random, prompts);
    float[][] vectors = gaussian(random, chunk);
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
    List<VideoClass> classes = classes();
    ClassifyConf conf = new ClassifyConf(classes, null, null, null, 0.1, null, null, null, null);
    Warehouse small = Warehouse.at(spark, scratch.resolve("warm-up").toString());
    fill(small, classes, Math.min(clips, CLIPS_PER_VIDEO * 10));
    StepReport unused = step(conf, small);
    fill(warehouse, classes, clips);
    note("%d clips of %d videos are there".formatted(clips, videos(clips)));
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
        .run(Steps.context(warehouse, CannedSpender.paysNothing(PROVIDER)));
  }

  private List<VideoClass> classes() {
    List<VideoClass> classes = new ArrayList<>();
    for (int c = 0; c < Math.min(CLASSES, prompts); c++) {
      List<String> texts = new ArrayList<>();
      for (int p = c; p < prompts; p += CLASSES) {
        texts.add("prompt " + p);
      }
      classes.add(new VideoClass("class " + c, texts, null, null, null));
    }
    return classes;
  }

  private static void fill(Warehouse warehouse, List<VideoClass> classes, int clips) {
    Random random = new Random(2);
    List<PromptVectorRow> texts = new ArrayList<>();
    for (String text : classes.stream().flatMap(each -> each.prompts().stream()).toList()) {
      texts.add(
          new PromptVectorRow(
              Works.embedText(PROVIDER, "marengo3.0", text).workKey(),
              PROVIDER,
              "marengo3.0",
              text,
              DIMENSION,
              gaussian(random, 1)[0]));
    }
    warehouse.append(PromptVectorRow.TABLE, texts);
    List<VideoRow> videos = new ArrayList<>();
    for (int v = 0; v < videos(clips); v++) {
      videos.add(Steps.video("v" + v, CLIPS_PER_VIDEO * CLIP_SEC, "v" + v, null));
    }
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(
        EmbeddingRow.TABLE,
        warehouse
            .spark()
            .range(0, clips, 1, 8)
            .map((MapFunction<Long, ClipVector>) new Clips(), Encoders.bean(ClipVector.class))
            .select(
                col("contentId").as("content_id"),
                col("lens"),
                lit("clip").as("scope"),
                col("fromSec").divide(CLIP_SEC).cast("int").as("segment_no"),
                col("fromSec").as("start_sec"),
                col("toSec").as("end_sec"),
                lit(DIMENSION).as("dim"),
                lit("w").as("work_key"),
                col("vector")));
  }

  private static int videos(int clips) {
    return (clips + CLIPS_PER_VIDEO - 1) / CLIPS_PER_VIDEO;
  }

  private static float[][] gaussian(Random random, int count) {
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
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

  /** A clip by its number. */
  private static final class Clips implements MapFunction<Long, ClipVector>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public ClipVector call(Long number) {
      SplittableRandom random = new SplittableRandom(number);
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) (random.nextDouble() - 0.5);
      }
      int no = (int) (number % CLIPS_PER_VIDEO);
      ClipVector clip = new ClipVector();
      clip.setContentId("c-v" + number / CLIPS_PER_VIDEO);
      clip.setLens(PROVIDER + "/marengo3.0/visual");
      clip.setFromSec(no * CLIP_SEC);
      clip.setToSec((no + 1) * CLIP_SEC);
      clip.setVector(vector);
      return clip;
    }
  }
}
