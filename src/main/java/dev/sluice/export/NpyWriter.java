package dev.sluice.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes an NPY file row by row, so that a shard needs the memory of one row. The number of rows
 * must be known first. Little endian. Not thread-safe; does not close the stream.
 */
final class NpyWriter {
  private final OutputStream out;
  private final NpyHeader header;
  private final ByteBuffer cells;
  private long rows;

  private NpyWriter(OutputStream out, NpyHeader header) throws IOException {
    this.out = out;
    this.header = header;
    int columns = header.shape().length == 1 ? 1 : Math.toIntExact(header.shape()[1]);
    this.cells =
        ByteBuffer.allocate(Math.multiplyExact(columns, header.elementBytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.write(header.bytes());
  }

  /** A matrix of float32. */
  static NpyWriter floats(OutputStream out, long rows, int columns) throws IOException {
    return new NpyWriter(out, new NpyHeader("<f4", rows, columns));
  }

  /** A vector of int64. */
  static NpyWriter longs(OutputStream out, long rows) throws IOException {
    return new NpyWriter(out, new NpyHeader("<i8", rows));
  }

  /**
   * A vector of text of a fixed width, which NumPy reads without pickle.
   *
   * @param width longest text in code points
   */
  static NpyWriter texts(OutputStream out, long rows, int width) throws IOException {
    return new NpyWriter(out, new NpyHeader("<U" + Math.max(1, width), rows));
  }

  /** One row of a float matrix. */
  void row(float[] values) throws IOException {
    cells.asFloatBuffer().put(values);
    write();
  }

  /** One integer. */
  void row(long value) throws IOException {
    cells.putLong(0, value);
    write();
  }

  /** One text. */
  void row(String value) throws IOException {
    Arrays.fill(cells.array(), (byte) 0);
    int at = 0;
    for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
      cells.putInt(at, value.codePointAt(i));
      at += Integer.BYTES;
    }
    write();
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException when there were not as many rows as the header says
   */
  void finish() {
    if (rows != header.shape()[0]) {
      throw new IllegalStateException(
          "wrote %d rows where the header says %d".formatted(rows, header.shape()[0]));
    }
  }

  private void write() throws IOException {
    out.write(cells.array());
    rows++;
  }
}
