package dev.sluice.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Unit vectors around random centres, as a file of little-endian floats that NumPy and Spark read:
 * every vector is a centre of length 1 plus noise of length 0.9, scaled to length 1.
 */
final class Mixture {
  private static final double NOISE = 0.9;

  private Mixture() {}

  static void write(Path file, int n, int d, int k, long seed) throws IOException {
    Random random = new Random(seed);
    double[][] centres = new double[k][];
    for (int c = 0; c < k; c++) {
      centres[c] = scaled(gaussian(random, d), 1);
    }
    ByteBuffer bytes = ByteBuffer.allocate(d * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < n; i++) {
        double[] vector = scaled(gaussian(random, d), NOISE);
        double[] centre = centres[random.nextInt(k)];
        for (int j = 0; j < d; j++) {
          vector[j] += centre[j];
        }
        bytes.clear();
        for (double value : scaled(vector, 1)) {
          bytes.putFloat((float) value);
        }
        out.write(bytes.array());
      }
    }
  }

  /** The vectors as rows with a column unit, in order. */
  static Dataset<Row> read(SparkSession spark, Path file, int n, int d, int partitions) {
    StructType schema =
        new StructType().add("unit", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    return spark
        .range(0, n, 1, partitions)
        .mapPartitions(new Read(file.toString(), d), Encoders.row(schema));
  }

  private static double[] gaussian(Random random, int d) {
    double[] out = new double[d];
    for (int i = 0; i < d; i++) {
      out[i] = random.nextGaussian();
    }
    return out;
  }

  private static double[] scaled(double[] vector, double length) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= length / Math.sqrt(squares);
    }
    return vector;
  }

  private static final class Read implements MapPartitionsFunction<Long, Row> {
    private static final long serialVersionUID = 1L;
    private final String file;
    private final int d;

    Read(String file, int d) {
      this.file = file;
      this.d = d;
    }

    @Override
    public Iterator<Row> call(Iterator<Long> places) throws IOException {
      RandomAccessFile in = new RandomAccessFile(file, "r");
      byte[] bytes = new byte[d * Float.BYTES];
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (places.hasNext()) {
            return true;
          }
          close(in);
          return false;
        }

        @Override
        public Row next() {
          read(in, places.next() * bytes.length, bytes);
          ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
          Float[] unit = new Float[d];
          for (int i = 0; i < d; i++) {
            unit[i] = buffer.getFloat();
          }
          return RowFactory.create((Object) unit);
        }
      };
    }

    private static void read(RandomAccessFile in, long at, byte[] into) {
      try {
        in.seek(at);
        in.readFully(into);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private static void close(RandomAccessFile in) {
      try {
        in.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
