package dev.sluice.export;

/**
 * An item as a {@code tf.train.Example}: {@code id}, {@code content_id}, {@code split}, {@code
 * label_str} (bytes), {@code label} (int64), {@code embedding}, {@code start_sec}, {@code end_sec}
 * (float). Features lie in the order of their names, so the same item gives the same bytes.
 */
final class ExampleEncoder {
  private ExampleEncoder() {}

  /** Writes an item; from the end to the beginning, hence the order. */
  static void encode(ReleaseItem item, ProtoWriter out) {
    FeatureWriter features = new FeatureWriter(out);
    out.message(
        1,
        () -> {
          features.entry("start_sec", () -> features.floats((float) item.startSec()));
          features.entry("split", () -> features.text(item.split()));
          features.entry("label_str", () -> features.text(item.label()));
          features.entry("label", () -> features.integers(item.classIndex()));
          features.entry("id", () -> features.text(item.itemId()));
          features.entry("end_sec", () -> features.floats((float) item.endSec()));
          features.entry("embedding", () -> features.floats(item.vector()));
          features.entry("content_id", () -> features.text(item.contentId()));
        });
  }
}
