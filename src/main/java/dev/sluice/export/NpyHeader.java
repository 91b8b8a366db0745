package dev.sluice.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an NPY file, version 1.0, row-major.
 *
 * @param descr NumPy's name of the element type, for example {@code <f4}
 * @param shape length of each dimension
 */
record NpyHeader(String descr, long... shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final Pattern DICT =
      Pattern.compile(
          "\\{'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\n");

  /** The header's bytes: a multiple of 64, so that the numbers can be memory-mapped. */
  byte[] bytes() {
    StringBuilder dims = new StringBuilder();
    for (int i = 0; i < shape.length; i++) {
      dims.append(shape[i]).append(i + 1 < shape.length ? ", " : shape.length == 1 ? "," : "");
    }
    String dict = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, dims);
    int unpadded = MAGIC.length + 2 + dict.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putShort((short) (total - MAGIC.length - 2));
    out.put(dict.getBytes(StandardCharsets.US_ASCII));
    while (out.remaining() > 1) {
      out.put((byte) ' ');
    }
    return out.put((byte) '\n').array();
  }

  /** Bytes of one element: 4 for {@code <f4}, 8 for {@code <i8}, 4 per code point of text. */
  int elementBytes() {
    int size = Integer.parseInt(descr.substring(2));
    return descr.charAt(1) == 'U' ? Math.multiplyExact(size, 4) : size;
  }

  /** Bytes that must follow the header. */
  long dataBytes() {
    return Math.multiplyExact(
        Arrays.stream(shape).reduce(1, Math::multiplyExact), (long) elementBytes());
  }

  /**
   * Reads a header, leaving the stream at the first element.
   *
   * @throws DamagedFileException when it is not a header as {@link #bytes} writes it
   */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedFileException("not an NPY file of version 1.0: its first bytes differ");
    }
    int length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getShort(8) & 0xffff;
    byte[] dict = in.readNBytes(length);
    Matcher matcher = DICT.matcher(new String(dict, StandardCharsets.ISO_8859_1));
    if (dict.length < length || !matcher.matches()) {
      throw new DamagedFileException("the NPY header does not read as one");
    }
    try {
      long[] shape =
          Arrays.stream(matcher.group(2).split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      NpyHeader header = new NpyHeader(matcher.group(1), shape);
      header.dataBytes();
      return header;
    } catch (NumberFormatException | ArithmeticException | StringIndexOutOfBoundsException e) {
      throw new DamagedFileException("the NPY header does not read as one: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NpyHeader that
        && descr.equals(that.descr)
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * descr.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return descr + Arrays.toString(shape);
  }
}
