package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An item as a {@code tf.train.Example}: {@code id}, {@code content_id}, {@code split}, {@code
 * label_str} (bytes), {@code label} (int64), {@code embedding}, {@code start_sec}, {@code end_sec}
 * (float). Features are written in the order of their names, so the same item gives the same bytes.
 */
final class ExampleEncoder {
  private static final int BYTES_LIST = 1;
  private static final int FLOAT_LIST = 2;
  private static final int INT64_LIST = 3;

  private ExampleEncoder() {}

  static byte[] encode(ReleaseItem item) {
    Map<String, byte[]> features = new TreeMap<>();
    features.put("id", text(item.itemId()));
    features.put("content_id", text(item.contentId()));
    features.put("split", text(item.split()));
    features.put("label_str", text(item.label()));
    features.put("label", integer(item.classIndex()));
    features.put("embedding", floats(item.vector()));
    features.put("start_sec", floats((float) item.startSec()));
    features.put("end_sec", floats((float) item.endSec()));
    ProtoWriter map = new ProtoWriter();
    features.forEach(
        (name, feature) ->
            map.field(1, new ProtoWriter().field(1, utf8(name)).field(2, feature).bytes()));
    return new ProtoWriter().field(1, map.bytes()).bytes();
  }

  private static byte[] text(String value) {
    return feature(BYTES_LIST, utf8(value));
  }

  private static byte[] integer(long value) {
    return feature(INT64_LIST, new ProtoWriter().varint(value).bytes());
  }

  private static byte[] floats(float... values) {
    ByteBuffer packed =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    packed.asFloatBuffer().put(values);
    return feature(FLOAT_LIST, packed.array());
  }

  private static byte[] feature(int kind, byte[] value) {
    return new ProtoWriter().field(kind, new ProtoWriter().field(1, value).bytes()).bytes();
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
