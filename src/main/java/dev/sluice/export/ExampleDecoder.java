package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
    Map<String, ByteBuffer> features = features(example);
    ByteBuffer packed = list(features, "embedding");
    float[] vector = new float[packed.remaining() / Float.BYTES];
    packed.asFloatBuffer().get(vector);
    return new ReleaseItem(
        text(features, "id"),
        text(features, "content_id"),
        text(features, "split"),
        text(features, "label_str"),
        new ProtoReader(list(features, "label")).varint(),
        list(features, "start_sec").getFloat(),
        list(features, "end_sec").getFloat(),
        vector);
  }

  private static Map<String, ByteBuffer> features(byte[] example) throws DamagedFileException {
    Map<String, ByteBuffer> features = new HashMap<>();
    ProtoReader map = new ProtoReader(only(ByteBuffer.wrap(example)));
    while (map.hasNext()) {
      map.fieldNumber();
      ProtoReader entry = new ProtoReader(map.value());
      entry.fieldNumber();
      String name = StandardCharsets.UTF_8.decode(entry.value()).toString();
      entry.fieldNumber();
      features.put(name, entry.value());
    }
    return features;
  }

  private static ByteBuffer list(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    ByteBuffer feature = features.get(name);
    if (feature == null) {
      throw new DamagedFileException("the example lacks the feature " + name);
    }
    return only(only(feature));
  }

  private static String text(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    return StandardCharsets.UTF_8.decode(list(features, name)).toString();
  }

  private static ByteBuffer only(ByteBuffer message) throws DamagedFileException {
    ProtoReader reader = new ProtoReader(message);
    reader.fieldNumber();
    return reader.value();
  }
}
