package dev.sluice.export;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code tf.train.Feature} messages and the maps that name them. */
final class FeatureWriter {
  private static final int BYTES_LIST = 1;
  private static final int FLOAT_LIST = 2;
  private static final int INT64_LIST = 3;

  /** Tags and lengths around a message, at most. */
  private static final int AROUND = 16;

  private FeatureWriter() {}

  static ProtoWriter text(String value) {
    return texts(List.of(value));
  }

  static ProtoWriter texts(List<String> values) {
    ProtoWriter list = new ProtoWriter();
    values.forEach(value -> list.field(1, utf8(value)));
    return feature(BYTES_LIST, list);
  }

  static ProtoWriter integers(long... values) {
    ProtoWriter packed = new ProtoWriter();
    for (long value : values) {
      packed.varint(value);
    }
    return feature(INT64_LIST, around(packed).field(1, packed));
  }

  static ProtoWriter floats(float... values) {
    ProtoWriter packed = new ProtoWriter(values.length * Float.BYTES).floats(values);
    return feature(FLOAT_LIST, around(packed).field(1, packed));
  }

  /** An entry of a map from names to messages. */
  static ProtoWriter entry(String name, ProtoWriter message) {
    byte[] key = utf8(name);
    return new ProtoWriter(message.size() + key.length + AROUND).field(1, key).field(2, message);
  }

  private static ProtoWriter feature(int kind, ProtoWriter list) {
    return around(list).field(kind, list);
  }

  private static ProtoWriter around(ProtoWriter message) {
    return new ProtoWriter(message.size() + AROUND);
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
