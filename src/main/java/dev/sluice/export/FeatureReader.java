package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads back what {@link FeatureWriter} writes. */
final class FeatureReader {
  private FeatureReader() {}

  /** A map from names to messages. */
  static Map<String, ByteBuffer> named(ByteBuffer entries) throws DamagedFileException {
    Map<String, ByteBuffer> named = new HashMap<>();
    ProtoReader map = new ProtoReader(entries);
    while (map.hasNext()) {
      map.fieldNumber();
      ProtoReader entry = new ProtoReader(map.value());
      entry.fieldNumber();
      String name = StandardCharsets.UTF_8.decode(entry.value()).toString();
      entry.fieldNumber();
      named.put(name, entry.value());
    }
    return named;
  }

  /**
   * One of the messages of a map.
   *
   * @throws DamagedFileException when it has none of that name
   */
  static ByteBuffer need(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    ByteBuffer feature = features.get(name);
    if (feature == null) {
      throw new DamagedFileException("the example lacks the feature " + name);
    }
    return feature;
  }

  /** The text of a feature that holds one. */
  static String text(ByteBuffer feature) throws DamagedFileException {
    return StandardCharsets.UTF_8.decode(values(feature)).toString();
  }

  /** The first integer of a feature. */
  static long integer(ByteBuffer feature) throws DamagedFileException {
    return new ProtoReader(values(feature)).varint();
  }

  /** The packed numbers of a feature, or its first text as bytes. Little endian. */
  static ByteBuffer values(ByteBuffer feature) throws DamagedFileException {
    return only(only(feature));
  }

  /** The first field of a message. */
  static ByteBuffer only(ByteBuffer message) throws DamagedFileException {
    ProtoReader reader = new ProtoReader(message);
    reader.fieldNumber();
    return reader.value();
  }
}
