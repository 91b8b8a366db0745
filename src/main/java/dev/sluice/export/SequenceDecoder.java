package dev.sluice.export;

import java.nio.ByteBuffer;
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
              FeatureReader.text(items.get(i)),
              FeatureReader.integer(labels.get(i)),
              FeatureReader.values(vectors.get(i)).remaining() / Float.BYTES));
    }
    return new Sequence(
        FeatureReader.text(FeatureReader.need(context, "id")),
        FeatureReader.text(FeatureReader.need(context, "split")),
        segments);
  }

  private static Map<String, ByteBuffer> named(Map<Integer, ByteBuffer> parts, int number)
      throws DamagedFileException {
    ByteBuffer part = parts.get(number);
    if (part == null) {
      throw new DamagedFileException("the example lacks its part " + number);
    }
    return FeatureReader.named(part);
  }

  private static List<ByteBuffer> features(Map<String, ByteBuffer> lists, String name)
      throws DamagedFileException {
    List<ByteBuffer> features = new ArrayList<>();
    ProtoReader list = new ProtoReader(FeatureReader.need(lists, name));
    while (list.hasNext()) {
      list.fieldNumber();
      features.add(list.value());
    }
    return features;
  }
}
