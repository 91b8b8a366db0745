package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads back of {@link SequenceEncoder}'s records what verifying needs. */
final class SequenceDecoder {
  private SequenceDecoder() {}

  /**
   * A video.
   *
   * @param videoId the video
   * @param split train, validation or test
   * @param segments its segments in order
   */
  record Sequence(String videoId, String split, List<Entry> segments) {}

  /**
   * A segment.
   *
   * @param itemId the item that labels it
   * @param label index of its label
   * @param dim length of its vector
   */
  record Entry(String itemId, long label, int dim) {}

  /**
   * The video in a record.
   *
   * @throws DamagedFileException when it is no such example or lacks a feature
   */
  static Sequence decode(byte[] example) throws DamagedFileException {
    Map<Integer, ByteBuffer> parts = new HashMap<>();
    ProtoReader whole = new ProtoReader(ByteBuffer.wrap(example));
    while (whole.hasNext()) {
      parts.put(whole.fieldNumber(), whole.value());
    }
    Map<String, ByteBuffer> context = named(parts, 1);
    Map<String, ByteBuffer> lists = named(parts, 2);
    List<ByteBuffer> items = features(lists, "item_id");
    List<ByteBuffer> labels = features(lists, "label");
    List<ByteBuffer> vectors = features(lists, "embedding");
    if (items.size() != labels.size() || items.size() != vectors.size()) {
      throw new DamagedFileException("its feature lists have different lengths");
    }
    List<Entry> segments = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      segments.add(
          new Entry(
              text(items.get(i)),
              new ProtoReader(values(labels.get(i))).varint(),
              values(vectors.get(i)).remaining() / Float.BYTES));
    }
    return new Sequence(text(need(context, "id")), text(need(context, "split")), segments);
  }

  private static Map<String, ByteBuffer> named(Map<Integer, ByteBuffer> parts, int number)
      throws DamagedFileException {
    ByteBuffer part = parts.get(number);
    if (part == null) {
      throw new DamagedFileException("the example lacks its part " + number);
    }
    Map<String, ByteBuffer> named = new HashMap<>();
    ProtoReader map = new ProtoReader(part);
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

  private static List<ByteBuffer> features(Map<String, ByteBuffer> lists, String name)
      throws DamagedFileException {
    List<ByteBuffer> features = new ArrayList<>();
    ProtoReader list = new ProtoReader(need(lists, name));
    while (list.hasNext()) {
      list.fieldNumber();
      features.add(list.value());
    }
    return features;
  }

  private static ByteBuffer need(Map<String, ByteBuffer> features, String name)
      throws DamagedFileException {
    ByteBuffer feature = features.get(name);
    if (feature == null) {
      throw new DamagedFileException("the example lacks the feature " + name);
    }
    return feature;
  }

  private static String text(ByteBuffer feature) throws DamagedFileException {
    return StandardCharsets.UTF_8.decode(values(feature)).toString();
  }

  // Feature, then its list, then the first of its values.
  private static ByteBuffer values(ByteBuffer feature) throws DamagedFileException {
    ProtoReader list = new ProtoReader(feature);
    list.fieldNumber();
    ProtoReader values = new ProtoReader(list.value());
    values.fieldNumber();
    return values.value();
  }
}
