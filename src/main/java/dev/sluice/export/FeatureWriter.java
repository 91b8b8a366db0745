package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code tf.train.Feature} messages and the maps that name them. */
final class FeatureWriter {
  private static final int BYTES_LIST = 1;
  private static final int FLOAT_LIST = 2;
  private static final int INT64_LIST = 3;

  private FeatureWriter() {}

  static byte[] text(String value) {
    return texts(List.of(value));
  }

  static byte[] texts(List<String> values) {
    ProtoWriter list = new ProtoWriter();
    values.forEach(value -> list.field(1, utf8(value)));
    return feature(BYTES_LIST, list);
  }

  static byte[] integers(long... values) {
    ProtoWriter packed = new ProtoWriter();
    for (long value : values) {
      packed.varint(value);
    }
    return feature(INT64_LIST, new ProtoWriter().field(1, packed.bytes()));
  }

  static byte[] floats(float... values) {
    ByteBuffer packed =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    packed.asFloatBuffer().put(values);
    return feature(FLOAT_LIST, new ProtoWriter().field(1, packed.array()));
  }

  /** An entry of a map from names to messages. */
  static byte[] entry(String name, byte[] message) {
    return new ProtoWriter().field(1, utf8(name)).field(2, message).bytes();
  }

  private static byte[] feature(int kind, ProtoWriter list) {
    return new ProtoWriter().field(kind, list.bytes()).bytes();
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
