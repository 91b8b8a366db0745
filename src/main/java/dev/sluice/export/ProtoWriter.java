package dev.sluice.export;

import java.io.ByteArrayOutputStream;

/** The little of protobuf's wire format that {@code tf.train.Example} needs, for writing. */
final class ProtoWriter {
  private static final int LENGTH_DELIMITED = 2;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A field with a length: a string, bytes, a message or packed numbers. */
  ProtoWriter field(int number, byte[] value) {
    varint((number << 3) | LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** A bare varint, for packed integers. */
  ProtoWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
