package dev.sluice.project;

import dev.sluice.tables.ItemVectors;
import dev.sluice.vectors.Moments;
import dev.sluice.vectors.Pca;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs on executors: one row per partition, the sums that principal components need. */
final class SumUp implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("partition", DataTypes.IntegerType, false)
          .add("items", DataTypes.LongType, false)
          .add("sums", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  /** The principal components of all items, added up in a fixed order. */
  static Pca components(Dataset<Row> items) {
    List<Row> parts =
        new ArrayList<>(items.mapPartitions(new SumUp(), Encoders.row(SCHEMA)).collectAsList());
    parts.sort(Comparator.comparingInt(part -> part.getInt(0)));
    Moments moments = new Moments();
    for (Row part : parts) {
      List<Double> sums = part.getList(2);
      moments.merge(part.getLong(1), sums.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return Pca.of(moments);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> items) {
    Moments moments = new Moments();
    while (items.hasNext()) {
      moments.add(ItemVectors.vector(items.next()));
    }
    List<Object> sums = new ArrayList<>();
    for (double value : moments.values()) {
      sums.add(value);
    }
    return List.of(RowFactory.create(TaskContext.getPartitionId(), moments.count(), sums.toArray()))
        .iterator();
  }
}
