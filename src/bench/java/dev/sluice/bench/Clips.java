package dev.sluice.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.calls.Works;
import dev.sluice.classify.ClipVector;
import dev.sluice.classify.VideoClass;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.PromptVectorRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.Steps;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;

/** A warehouse of videos with random clip vectors, and prompts to classify them by. */
final class Clips {
  static final int DIMENSION = 512;
  static final String PROVIDER = "twelvelabs";

  private static final int CLASSES = 6;
  private static final int CLIPS_PER_VIDEO = 100;
  private static final double CLIP_SEC = 4;

  private Clips() {}

  /** Six classes that share so many prompts. */
  static List<VideoClass> classes(int prompts) {
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

  /** Videos of 100 clips each, their clips' vectors, and the vectors of all prompts. */
  static void fill(Warehouse warehouse, List<VideoClass> classes, int clips) {
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
            .map((MapFunction<Long, ClipVector>) new Vectors(), Encoders.bean(ClipVector.class))
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

  /** How many videos so many clips are. */
  static int videos(int clips) {
    return (clips + CLIPS_PER_VIDEO - 1) / CLIPS_PER_VIDEO;
  }

  /** Random vectors. */
  static float[][] gaussian(Random random, int count) {
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  /** A clip with its vector, by its number. */
  private static final class Vectors implements MapFunction<Long, ClipVector>, Serializable {
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
