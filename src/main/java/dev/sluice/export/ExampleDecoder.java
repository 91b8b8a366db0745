package dev.sluice.export;

import java.nio.ByteBuffer;
import java.util.Map;

/** Reads back what {@link ExampleEncoder} writes. */
final class ExampleDecoder {
  private ExampleDecoder() {}

  /**
   * The item in a record.
   *
   * @throws DamagedFileException when it is no such example or lacks a feature
   */
  static ReleaseItem decode(byte[] example) throws DamagedFileException {
    Map<String, ByteBuffer> features =
        FeatureReader.named(FeatureReader.only(ByteBuffer.wrap(example)));
    ByteBuffer packed = values(features, "embedding");
    float[] vector = new float[packed.remaining() / Float.BYTES];
    packed.asFloatBuffer().get(vector);
    return new ReleaseItem(
        text(features, "id"),
        text(features, "content_id"),
        text(features, "split"),
        text(features, "label_str"),
        FeatureReader.integer(FeatureReader.need(features, "label")),
        values(features, "start_sec").getFloat(),
        values(features, "end_sec").getFloat(),
        vector);
  }

  private static ByteBuffer values(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    return FeatureReader.values(FeatureReader.need(features, name));
  }

  private static String text(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    return FeatureReader.text(FeatureReader.need(features, name));
  }
}
