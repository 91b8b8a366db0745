package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The little of protobuf's wire format that {@code tf.train.Example} needs, for writing. It goes
 * from a message's end to its beginning: the last field is written first, and the length in front
 * of a message is known by then, so every byte is written once. Used again for the next message.
 * Not thread-safe.
 */
final class ProtoWriter {
  private static final int LENGTH_DELIMITED = 2;
  private static final int LONGEST_VARINT = 10;
  private byte[] buffer = new byte[4096];
  private int start = buffer.length;

  /** Forgets what was written. */
  void clear() {
    start = buffer.length;
  }

  /**
   * A field that is a message.
   *
   * @param fields writes its fields, the last one first
   */
  void message(int number, Runnable fields) {
    int after = size();
    fields.run();
    header(number, size() - after);
  }

  /** A field of bytes, or of text in UTF-8. */
  void bytes(int number, byte[] value) {
    room(value.length);
    start -= value.length;
    System.arraycopy(value, 0, buffer, start, value.length);
    header(number, value.length);
  }

  /** A bare varint, for packed integers. */
  void varint(long value) {
    room(LONGEST_VARINT);
    int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    buffer[--start] = (byte) (value >>> (7 * (length - 1)));
    for (int i = length - 2; i >= 0; i--) {
      buffer[--start] = (byte) ((value >>> (7 * i)) | 0x80);
    }
  }

  /** Bare floats, packed. */
  void floats(float... values) {
    int size = values.length * Float.BYTES;
    room(size);
    start -= size;
    ByteBuffer.wrap(buffer, start, size).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
  }

  /** How many bytes were written. */
  int size() {
    return buffer.length - start;
  }

  /** What was written; changes with the next write. */
  ByteBuffer written() {
    return ByteBuffer.wrap(buffer, start, size());
  }

  private void header(int number, int length) {
    varint(length);
    varint((number << 3) | LENGTH_DELIMITED);
  }

  private void room(int more) {
    if (start < more) {
      int size = size();
      byte[] larger = new byte[Math.max(buffer.length * 2, size + more)];
      System.arraycopy(buffer, start, larger, larger.length - size, size);
      start = larger.length - size;
      buffer = larger;
    }
  }
}
