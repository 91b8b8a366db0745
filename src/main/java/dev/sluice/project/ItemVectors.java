package dev.sluice.project;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VectorColumn;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import dev.sluice.vectors.Space;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Items of a clustering with their unit vectors in its space. */
final class ItemVectors {
  /** The columns that name an item. */
  static final String[] KEY = {"content_id", "start_sec", "end_sec"};

  /** An item with its vector. */
  static final StructType SCHEMA =
      new StructType()
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false)
          .add("unit", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  // Models cut at frames, manifests at whole numbers.
  private static final double FRAME = 0.5;

  private ItemVectors() {}

  /**
   * The items in a fixed order inside a fixed number of partitions.
   *
   * @param items columns of {@link #KEY}; those without a vector are left out
   */
  static Dataset<Row> of(
      Warehouse warehouse, ClusteringRow clustering, Dataset<Row> items, int partitions) {
    Dataset<Row> segments =
        warehouse
            .read(EmbeddingRow.TABLE)
            .where(
                col("lens").equalTo(clustering.lens()).and(col("scope").equalTo(clustering.unit())))
            .select(
                col("content_id").as("of_content"),
                col("start_sec").as("from_sec"),
                col("end_sec").as("to_sec"),
                col("work_key"),
                col("vector"));
    // A clip is one segment; a video that was embedded in parts has several.
    Column its =
        clustering.unit().equals("clip")
            ? col("from_sec").equalTo(col("start_sec")).and(col("to_sec").equalTo(col("end_sec")))
            : col("from_sec")
                .geq(col("start_sec").minus(FRAME))
                .and(col("to_sec").leq(col("end_sec").plus(FRAME)));
    Dataset<Row> inside =
        items.join(segments, col("content_id").equalTo(col("of_content")).and(its));
    return (clustering.unit().equals("clip") ? inside : outermost(inside))
        .groupBy("content_id", "start_sec", "end_sec")
        .agg(
            sort_array(collect_list(struct(col("from_sec"), col("to_sec"), col("vector"))))
                .as("segments"))
        .map(new ToUnit(clustering.space()), Encoders.row(SCHEMA))
        .repartition(partitions, col("content_id"), col("start_sec"), col("end_sec"))
        .sortWithinPartitions("content_id", "start_sec", "end_sec");
  }

  // A part of its file that was embedded for itself says nothing more about a video.
  private static Dataset<Row> outermost(Dataset<Row> segments) {
    return VideoSegments.outermost(
        segments
            .withColumn("video_content", col("content_id"))
            .withColumn("part", lit(true))
            .withColumn("video_start", col("start_sec"))
            .withColumn("video_end", col("end_sec")));
  }

  /** The vector of a row. */
  static float[] vector(Row row) {
    return VectorColumn.of(row, "unit");
  }

  /** The name of a row's item, for maps. */
  static String name(Row row) {
    return row.getAs("content_id") + "|" + row.getAs("start_sec") + "|" + row.getAs("end_sec");
  }

  /** Items by their segments with their unit vectors in a space. */
  static final class ToUnit implements MapFunction<Row, Row> {
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
