package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The little of protobuf's wire format that {@code tf.train.Example} needs, for reading. */
final class ProtoReader {
  private final ByteBuffer in;

  ProtoReader(ByteBuffer in) {
    this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean hasNext() {
    return in.hasRemaining();
  }

  /**
   * The next field's number; its value must be read next with {@link #value}.
   *
   * @throws DamagedFileException when it is not a field with a length
   */
  int fieldNumber() throws DamagedFileException {
    long tag = varint();
    if ((tag & 7) != 2) {
      throw new DamagedFileException("not a tf.train.Example: unexpected wire type " + (tag & 7));
    }
    return (int) (tag >>> 3);
  }

  /** The bytes of a field. */
  ByteBuffer value() throws DamagedFileException {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new DamagedFileException("not a tf.train.Example: a field is longer than its message");
    }
    ByteBuffer value = in.slice().limit((int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return value;
  }

  /** A bare varint. */
  long varint() throws DamagedFileException {
    long value = 0;
    for (int shift = 0; shift < 64 && in.hasRemaining(); shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DamagedFileException("not a tf.train.Example: a number does not end");
  }
}
