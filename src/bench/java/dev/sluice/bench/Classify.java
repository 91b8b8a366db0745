package dev.sluice.bench;

import dev.sluice.calls.Works;
import dev.sluice.classify.ClassifyConf;
import dev.sluice.classify.ClassifyStep;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
    peer = NumPy.clipsPerSecond(chunk, prompts, DIMENSION, times);
    note(
        peer.isPresent()
            ? "NumPy's product alone: no lengths, no nearest prompt, one thread"
            : "not run: NumPy, there is no Python with it");
    kernel(times);
    Cluster cluster = new Cluster(0);
    onSpark(cluster, scratch, spark -> step(spark, cluster, scratch));
  }

  private void kernel(int times) {
    Random random = new Random(1);
    float[][] texts = gaussian(random, prompts);
    float[][] vectors = gaussian(random, chunk);
    DotBlock block = new DotBlock(texts);
    double unused = nearest(block, vectors);
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      unused += nearest(block, vectors);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    note("kernel: sum of nearest %.1f".formatted(unused));
    long n = (long) times * chunk;
    figure(new Figure("classify.kernel_clips_per_s", n, 1, n / seconds, peer));
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
    fill(warehouse, classes);
    note("%d clips of %d videos are there".formatted(clips, videos()));
    ClassifyConf conf = new ClassifyConf(classes, null, null, null, 0.1, null, null, null, null);
    run("classify.step_clips_per_s_per_core", conf, warehouse, cluster);
    run("classify.step_again_clips_per_s_per_core", conf, warehouse, cluster);
  }

  private void run(String name, ClassifyConf conf, Warehouse warehouse, Cluster cluster) {
    long start = System.nanoTime();
    StepReport report =
        new ClassifyStep(conf).run(Steps.context(warehouse, CannedSpender.paysNothing(PROVIDER)));
    double seconds = (System.nanoTime() - start) / 1e9;
    note("%s; wrote %b; %.1f s".formatted(report.headline(), report.wrote(), seconds));
    figure(new Figure(name, clips, cluster.cores(), clips / seconds / cluster.cores(), peer));
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

  private void fill(Warehouse warehouse, List<VideoClass> classes) {
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
    for (int v = 0; v < videos(); v++) {
      videos.add(Steps.video("v" + v, CLIPS_PER_VIDEO * CLIP_SEC, "v" + v, null));
    }
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(
        EmbeddingRow.TABLE,
        warehouse
            .spark()
            .range(0, clips, 1, 8)
            .map((MapFunction<Long, Row>) new Clips(), Encoders.row(EmbeddingRow.TABLE.schema())));
  }

  private int videos() {
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

  /** A clip by its number. */
  private static final class Clips implements MapFunction<Long, Row>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Long clip) {
      SplittableRandom random = new SplittableRandom(clip);
      Object[] vector = new Object[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) (random.nextDouble() - 0.5);
      }
      long video = clip / CLIPS_PER_VIDEO;
      int no = (int) (clip % CLIPS_PER_VIDEO);
      return RowFactory.create(
          "c-v" + video,
          PROVIDER + "/marengo3.0/visual",
          "clip",
          no,
          no * CLIP_SEC,
          (no + 1) * CLIP_SEC,
          DIMENSION,
          "w-" + video,
          vector);
    }
  }
}
