package dev.sluice.export;

/**
 * An item as a {@code tf.train.Example}: {@code id}, {@code content_id}, {@code split}, {@code
 * label_str} (bytes), {@code label} (int64), {@code embedding}, {@code start_sec}, {@code end_sec}
 * (float). Features are written in the order of their names, so the same item gives the same bytes.
 */
final class ExampleEncoder {
  /** For everything but the vector, in most cases. */
  private static final int ROOM = 512;

  private ExampleEncoder() {}

  static byte[] encode(ReleaseItem item) {
    ProtoWriter map = new ProtoWriter(item.vector().length * Float.BYTES + ROOM);
    put(map, "content_id", FeatureWriter.text(item.contentId()));
    put(map, "embedding", FeatureWriter.floats(item.vector()));
    put(map, "end_sec", FeatureWriter.floats((float) item.endSec()));
    put(map, "id", FeatureWriter.text(item.itemId()));
    put(map, "label", FeatureWriter.integers(item.classIndex()));
    put(map, "label_str", FeatureWriter.text(item.label()));
    put(map, "split", FeatureWriter.text(item.split()));
    put(map, "start_sec", FeatureWriter.floats((float) item.startSec()));
    return new ProtoWriter(map.size() + ROOM).field(1, map).bytes();
  }

  private static void put(ProtoWriter map, String name, ProtoWriter feature) {
    map.field(1, FeatureWriter.entry(name, feature));
  }
}
