package dev.sluice.tables;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.sluice.vectors.Space;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Items of a clustering with their unit vectors in its space. Every step that meets both asks here.
 */
public final class ItemVectors {
  private static final String[] KEY = {"content_id", "start_sec", "end_sec"};

  private static final StructType SCHEMA =
      new StructType()
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false)
          .add("unit", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private ItemVectors() {}

  /** The columns that name an item: its content, and its span in seconds of the file. */
  public static String[] key() {
    return KEY.clone();
  }

  /**
   * Each item once, with the columns of {@link #key} and its vector, for {@link #vector}: one
   * answer for each of its segments, and of several segments their mean.
   *
   * @param items columns of {@link #key} and any others; those without a vector are left out
   */
  public static Dataset<Row> of(Warehouse warehouse, ClusteringRow clustering, Dataset<Row> items) {
    Dataset<Row> named = items.select("content_id", "start_sec", "end_sec");
    Dataset<Row> segments = VideoSegments.embedded(warehouse, clustering.lens(), clustering.unit());
    return VideoSegments.once(
            clustering.unit().equals("clip")
                ? ofClips(segments, named)
                : ofVideos(warehouse, segments, named),
            "content_id",
            "start_sec",
            "end_sec",
            "from_sec",
            "to_sec")
        .groupBy("content_id", "start_sec", "end_sec")
        .agg(
            sort_array(collect_list(struct(col("from_sec"), col("to_sec"), col("vector"))))
                .as("segments"))
        .map(new ToUnit(clustering.space()), Encoders.row(SCHEMA));
  }

  /**
   * The one segment that each item's vector is, under the times of the item. A part of a file has
   * the times of its manifest, and models cut at frames: the nearest segment is its own, give or
   * take half a second. Items that were embedded in several parts have none.
   *
   * @param embeddings rows of {@link EmbeddingRow}, at any version
   * @param items columns of {@link #key}, lens and unit, and any others
   * @return rows of {@link EmbeddingRow}: of videos those of the items, of clips all, each once
   */
  public static Dataset<Row> segments(Dataset<Row> embeddings, Dataset<Row> items) {
    Column ofVideo = col("scope").equalTo("video");
    Dataset<Row> spans =
        items
            .where(col("unit").equalTo("video"))
            .select(
                col("content_id"),
                col("lens"),
                col("unit").as("scope"),
                col("start_sec").as("item_start"),
                col("end_sec").as("item_end"))
            .distinct();
    Column early = abs(col("start_sec").minus(col("item_start")));
    Column late = abs(col("end_sec").minus(col("item_end")));
    Column nearest =
        row_number()
            .over(
                Window.partitionBy("content_id", "lens", "scope", "item_start", "item_end")
                    .orderBy(early.plus(late), col("work_key")));
    Dataset<Row> videos =
        embeddings
            .where(ofVideo)
            .join(spans, new String[] {"content_id", "lens", "scope"})
            .where(early.leq(VideoSegments.FRAME).and(late.leq(VideoSegments.FRAME)))
            .withColumn("nth", nearest)
            .where(col("nth").equalTo(1))
            .withColumn("start_sec", col("item_start"))
            .withColumn("end_sec", col("item_end"))
            .drop("nth", "item_start", "item_end");
    return VideoSegments.once(
            embeddings.where(not(ofVideo)), "content_id", "lens", "scope", "start_sec", "end_sec")
        .unionByName(videos);
  }

  // A clip is one segment.
  private static Dataset<Row> ofClips(Dataset<Row> segments, Dataset<Row> items) {
    return segments
        .withColumn("start_sec", col("from_sec"))
        .withColumn("end_sec", col("to_sec"))
        .join(items, KEY);
  }

  // A video that was embedded in parts has several.
  private static Dataset<Row> ofVideos(
      Warehouse warehouse, Dataset<Row> segments, Dataset<Row> items) {
    Dataset<Row> videos =
        items.select(
            col("content_id").as("video_content"),
            lit(true).as("part"),
            col("start_sec").as("video_start"),
            col("end_sec").as("video_end"),
            col("start_sec"),
            col("end_sec"));
    return InnerSegments.of(warehouse, segments, videos)
        .without(VideoSegments.owned(segments, videos), "from_sec", "to_sec");
  }

  /** The vector of a row. */
  public static float[] vector(Row row) {
    return VectorColumn.of(row, "unit");
  }

  /** The name of a row's item, as a key. */
  public static String name(Row row) {
    return row.getAs("content_id") + "|" + row.getAs("start_sec") + "|" + row.getAs("end_sec");
  }

  private static final class ToUnit implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private final Space space;

    ToUnit(Space space) {
      this.space = space;
    }

    @Override
    public Row call(Row row) {
      return RowFactory.create(
          row.getAs("content_id"),
          row.getAs("start_sec"),
          row.getAs("end_sec"),
          VectorColumn.cell(space.place(VectorColumn.unit(row, "segments"))));
    }
  }
}
