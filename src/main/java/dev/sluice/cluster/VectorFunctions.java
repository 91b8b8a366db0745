package dev.sluice.cluster;

import dev.sluice.tables.VectorColumn;
import dev.sluice.vectors.MeanVector;
import dev.sluice.vectors.Space;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What runs on executors. */
final class VectorFunctions {
  /** An item with its unit vector. */
  static final StructType ITEM =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false)
          .add("unit", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** The sum of a partition's vectors. */
  static final StructType SUM =
      new StructType()
          .add("partition", DataTypes.IntegerType, false)
          .add("sum", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("weight", DataTypes.DoubleType, false);

  /** An item with its cluster. */
  static final StructType ASSIGNED =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("distance", DataTypes.DoubleType, false)
          .add("margin", DataTypes.DoubleType, false);

  private VectorFunctions() {}

  static Encoder<Row> encoder(StructType schema) {
    return Encoders.row(schema);
  }

  static float[] floats(Vector vector) {
    double[] values = vector.toArray();
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }

  private static Row item(Row row, float[] unit) {
    return RowFactory.create(
        row.getAs("id"),
        row.getAs("content_id"),
        row.getAs("start_sec"),
        row.getAs("end_sec"),
        VectorColumn.cell(unit));
  }

  /** Items by their segments with their unit vectors. */
  static final class ToUnit implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Row row) {
      return item(row, VectorColumn.unit(row, "segments"));
    }
  }

  /** Unit vectors in a space. */
  static final class Placed implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private final Space space;

    Placed(Space space) {
      this.space = space;
    }

    @Override
    public Row call(Row row) {
      return item(row, space.place(VectorColumn.of(row, "unit")));
    }
  }

  /** One row per partition: the sum of its vectors, added in order. */
  static final class PartitionSum implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      MeanVector mean = new MeanVector();
      while (rows.hasNext()) {
        Row row = rows.next();
        mean.add(VectorColumn.of(row, "unit"), 1);
      }
      List<Object> sum = new ArrayList<>();
      for (double value : mean.sum()) {
        sum.add(value);
      }
      return List.of(RowFactory.create(TaskContext.getPartitionId(), sum.toArray(), mean.weight()))
          .iterator();
    }
  }

  /** Items with the nearest centroid. */
  static final class Assign implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private final Centroids centroids;

    Assign(Centroids centroids) {
      this.centroids = centroids;
    }

    @Override
    public Row call(Row row) {
      return assigned(row, centroids.nearest(VectorColumn.of(row, "unit")));
    }
  }

  /**
   * Items by their segments with the nearest centroid in a space. One function, because Spark hands
   * rows from map to map without their names.
   */
  static final class Join implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private final Space space;
    private final Centroids centroids;

    Join(Space space, Centroids centroids) {
      this.space = space;
      this.centroids = centroids;
    }

    @Override
    public Row call(Row row) {
      return assigned(row, centroids.nearest(space.place(VectorColumn.unit(row, "segments"))));
    }
  }

  private static Row assigned(Row row, Centroids.Nearest nearest) {
    return RowFactory.create(
        row.getAs("id"),
        row.getAs("content_id"),
        row.getAs("start_sec"),
        row.getAs("end_sec"),
        nearest.cluster(),
        nearest.distance(),
        nearest.margin());
  }
}
