package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The little of protobuf's wire format that {@code tf.train.Example} needs, for writing. */
final class ProtoWriter {
  private static final int LENGTH_DELIMITED = 2;
  private byte[] buffer;
  private int length;

  ProtoWriter() {
    this(64);
  }

  /**
   * A writer with room.
   *
   * @param capacity bytes it holds before it grows
   */
  ProtoWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** A field with a length: a string, bytes or packed numbers. */
  ProtoWriter field(int number, byte[] value) {
    return field(number, value, value.length);
  }

  /** A field that is a message. */
  ProtoWriter field(int number, ProtoWriter message) {
    return field(number, message.buffer, message.length);
  }

  /** A bare varint, for packed integers. */
  ProtoWriter varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
    return this;
  }

  /** Bare floats, packed. */
  ProtoWriter floats(float... values) {
    int size = values.length * Float.BYTES;
    room(size);
    ByteBuffer.wrap(buffer, length, size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values);
    length += size;
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** Bytes so far. */
  int size() {
    return length;
  }

  private ProtoWriter field(int number, byte[] value, int size) {
    varint((number << 3) | LENGTH_DELIMITED);
    varint(size);
    room(size);
    System.arraycopy(value, 0, buffer, length, size);
    length += size;
    return this;
  }

  private void room(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
