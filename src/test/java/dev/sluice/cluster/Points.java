package dev.sluice.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Points of which others know how plain k-means parts them, with their true classes. */
record Points(List<String> classes, float[][] vectors) {

  /** The last number or word of a line is its class. */
  static Points read(String resource) {
    try (var in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Points.class.getResourceAsStream(resource)),
                    StandardCharsets.UTF_8));
        Stream<String> lines = in.lines()) {
      List<String> classes = new ArrayList<>();
      List<float[]> vectors = new ArrayList<>();
      lines.forEach(
          line -> {
            String[] parts = line.split(",");
            float[] vector = new float[parts.length - 1];
            for (int i = 0; i < vector.length; i++) {
              vector[i] = Float.parseFloat(parts[i]);
            }
            vectors.add(vector);
            classes.add(parts[parts.length - 1]);
          });
      return new Points(classes, vectors.toArray(new float[0][]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every number minus its column's mean, divided by its standard deviation. */
  Points standardised() {
    int n = vectors.length;
    float[][] out = new float[n][vectors[0].length];
    for (int d = 0; d < out[0].length; d++) {
      double mean = 0;
      for (float[] vector : vectors) {
        mean += vector[d] / n;
      }
      double variance = 0;
      for (float[] vector : vectors) {
        variance += (vector[d] - mean) * (vector[d] - mean) / n;
      }
      for (int i = 0; i < n; i++) {
        out[i][d] = variance == 0 ? 0 : (float) ((vectors[i][d] - mean) / Math.sqrt(variance));
      }
    }
    return new Points(classes, out);
  }

  /** The points in one partition, as fits want them. */
  Dataset<Row> dataset(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (float[] vector : vectors) {
      double[] values = new double[vector.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = vector[i];
      }
      rows.add(RowFactory.create(Vectors.dense(values)));
    }
    return spark
        .createDataFrame(rows, new StructType().add("features", SQLDataTypes.VectorType(), false))
        .coalesce(1)
        .cache();
  }

  /** The assignment of the points as names. */
  List<Integer> assigned(Centroids centroids) {
    List<Integer> out = new ArrayList<>();
    for (int cluster : centroids.assign(vectors)) {
      out.add(cluster);
    }
    return out;
  }

  /** Sum of squared distances to the nearest centroid. */
  double inertia(Centroids centroids) {
    double sum = 0;
    for (float[] vector : vectors) {
      double distance = centroids.nearest(vector).distance();
      sum += distance * distance;
    }
    return sum;
  }
}
