package dev.sluice.tables;

import dev.sluice.vectors.MeanVector;
import dev.sluice.vectors.Vectors;
import java.util.List;
import org.apache.spark.sql.Row;

/** Vectors in the rows of Spark, which keeps them as arrays of floats. */
public final class VectorColumn {
  // A segment of no length counts, but next to nothing.
  private static final double SHORTEST_SEC = 1e-3;

  private VectorColumn() {}

  /** The vector in a column of a row. */
  public static float[] of(Row row, String column) {
    return of(row, row.fieldIndex(column));
  }

  /** The vector at a place of a row. */
  public static float[] of(Row row, int column) {
    List<Float> numbers = row.getList(column);
    float[] vector = new float[numbers.size()];
    int i = 0;
    for (Float number : numbers) {
      vector[i++] = number;
    }
    return vector;
  }

  /** A vector as a row takes it. */
  public static Object[] cell(float[] vector) {
    Object[] cell = new Object[vector.length];
    for (int i = 0; i < cell.length; i++) {
      cell[i] = vector[i];
    }
    return cell;
  }

  /**
   * An item's segments as one unit vector: the mean of theirs, each weighted by its length.
   *
   * @param column holds an array of (start in seconds, end in seconds, vector)
   */
  public static float[] unit(Row row, String column) {
    MeanVector mean = new MeanVector();
    for (Row segment : row.<Row>getList(row.fieldIndex(column))) {
      double length = segment.getDouble(1) - segment.getDouble(0);
      mean.add(Vectors.normalise(of(segment, 2)), Math.max(length, SHORTEST_SEC));
    }
    return Vectors.normalise(mean.mean());
  }
}
