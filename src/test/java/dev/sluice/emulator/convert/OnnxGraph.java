package dev.sluice.emulator.convert;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX graph under construction; what no output needs is left out when it is written. */
final class OnnxGraph {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  /** Part of the bytes, and so of the digest that names the served model: never change it. */
  private static final String PRODUCER = "tfjs2onnx-scratch";

  private record Node(String op, List<String> inputs, String output, List<Attribute> attributes) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Proto> constants = new LinkedHashMap<>();
  private final List<String> outputs = new ArrayList<>();

  void node(String op, List<String> inputs, String output, Attribute... attributes) {
    nodes.add(new Node(op, List.copyOf(inputs), output, List.of(attributes)));
  }

  void output(String name) {
    outputs.add(name);
  }

  /** Adds an output that is the average over the picture of a feature map. */
  void pooledOutput(String featureMap, String name) {
    node("GlobalAveragePool", List.of(featureMap), name + "_g");
    node("Flatten", List.of(name + "_g"), name, Attribute.of("axis", 1));
    output(name);
  }

  void constant(String name, int type, long[] shape, byte[] raw) {
    Proto tensor = new Proto();
    for (long size : shape) {
      tensor.number(1, size);
    }
    constants.put(name, tensor.number(2, type).text(8, name).bytes(9, raw));
  }

  void scalar(String name, float value) {
    byte[] raw = new byte[4];
    littleEndian(raw).putFloat(value);
    constant(name, FLOAT, new long[0], raw);
  }

  void floats(String name, float... values) {
    byte[] raw = new byte[4 * values.length];
    ByteBuffer buffer = littleEndian(raw);
    for (float value : values) {
      buffer.putFloat(value);
    }
    constant(name, FLOAT, new long[] {values.length}, raw);
  }

  void longs(String name, long... values) {
    byte[] raw = new byte[8 * values.length];
    ByteBuffer buffer = littleEndian(raw);
    for (long value : values) {
      buffer.putLong(value);
    }
    constant(name, INT64, new long[] {values.length}, raw);
  }

  /** The file for a picture input of three channels, any batch size. */
  byte[] toBytes(String input, int height, int width) {
    Deque<Node> kept = new ArrayDeque<>();
    Set<String> needed = new HashSet<>(outputs);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed.contains(nodes.get(i).output())) {
        kept.addFirst(nodes.get(i));
        needed.addAll(nodes.get(i).inputs());
      }
    }
    Proto graph = new Proto();
    kept.forEach(node -> graph.message(1, encode(node)));
    graph.text(2, "g");
    constants.forEach(
        (name, tensor) -> {
          if (needed.contains(name)) {
            graph.message(5, tensor);
          }
        });
    graph.message(11, pictures(input, height, width));
    for (String name : outputs) {
      graph.message(12, new Proto().text(1, name).message(2, tensorType(new Proto())));
    }
    return new Proto()
        .number(1, IR_VERSION)
        .text(2, PRODUCER)
        .message(7, graph)
        .message(8, new Proto().text(1, "").number(2, OPSET))
        .toBytes();
  }

  private static Proto encode(Node node) {
    Proto proto = new Proto();
    node.inputs().forEach(name -> proto.text(1, name));
    proto.text(2, node.output()).text(4, node.op());
    node.attributes().forEach(attribute -> proto.message(5, attribute.proto()));
    return proto;
  }

  private static Proto pictures(String name, int height, int width) {
    Proto shape = new Proto().message(1, new Proto().text(2, "batch"));
    for (long size : new long[] {3, height, width}) {
      shape.message(1, new Proto().number(1, size));
    }
    return new Proto().text(1, name).message(2, tensorType(new Proto().message(2, shape)));
  }

  /** A TypeProto of floats; {@code rest} may hold the shape. */
  private static Proto tensorType(Proto rest) {
    byte[] shape = rest.toBytes();
    Proto tensor = new Proto().number(1, FLOAT);
    byte[] head = tensor.toBytes();
    byte[] all = ByteBuffer.allocate(head.length + shape.length).put(head).put(shape).array();
    return new Proto().bytes(1, all);
  }

  private static ByteBuffer littleEndian(byte[] raw) {
    return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
  }
}
