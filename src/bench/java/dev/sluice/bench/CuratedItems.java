package dev.sluice.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.classify.ClipVector;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.Steps;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** A warehouse of curated items with random vectors. */
final class CuratedItems {
  private static final String LENS = "twelvelabs/marengo3.0/visual";

  private CuratedItems() {}

  /**
   * Items of eight classes and clusters, four fifths of them to train, with vectors of d numbers.
   */
  static void fill(Warehouse warehouse, int items, int d) {
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
    values.put("ground_truth", concat(lit("class "), col("n").mod(8).cast("string")));
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
