package dev.sluice.export;

import java.nio.charset.StandardCharsets;

/**
 * The inside of {@code tf.train.Feature} messages and the maps that name them. As its {@link
 * ProtoWriter} does, it goes from the end to the beginning.
 */
final class FeatureWriter {
  private static final int BYTES_LIST = 1;
  private static final int FLOAT_LIST = 2;
  private static final int INT64_LIST = 3;
  private final ProtoWriter out;

  FeatureWriter(ProtoWriter out) {
    this.out = out;
  }

  /** A feature of one text. */
  void text(String value) {
    out.message(BYTES_LIST, () -> out.bytes(1, utf8(value)));
  }

  /** A feature of integers. */
  void integers(long... values) {
    Runnable packed =
        () -> {
          for (int i = values.length - 1; i >= 0; i--) {
            out.varint(values[i]);
          }
        };
    out.message(INT64_LIST, () -> out.message(1, packed));
  }

  /** A feature of numbers. */
  void floats(float... values) {
    out.message(FLOAT_LIST, () -> out.message(1, () -> out.floats(values)));
  }

  /**
   * An entry of a map from names to messages.
   *
   * @param message writes the inside of the message
   */
  void entry(String name, Runnable message) {
    out.message(
        1,
        () -> {
          out.message(2, message);
          out.bytes(1, utf8(name));
        });
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
