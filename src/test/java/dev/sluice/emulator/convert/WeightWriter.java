package dev.sluice.emulator.convert;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts weights into a graph at their shipped precision; a Cast (and scale and shift) in the graph
 * restores the float, so that the file stays small. ONNX Runtime folds it away when it loads.
 */
final class WeightWriter {
  /** TensorFlow keeps kernels as height, width, in, out; ONNX as out, in, height, width. */
  private static final int[] CONVOLUTION = {3, 2, 0, 1};

  private static final int[] DEPTHWISE = {2, 3, 0, 1};

  private final TfjsModel model;
  private final OnnxGraph graph;
  private final Set<String> written = new HashSet<>();

  WeightWriter(TfjsModel model, OnnxGraph graph) {
    this.model = model;
    this.graph = graph;
  }

  /** Name in the graph of a convolution's kernel. */
  String kernel(String weight) {
    return permuted(weight, CONVOLUTION);
  }

  /** Name in the graph of the kernel of a convolution with one filter per channel. */
  String depthwiseKernel(String weight) {
    return permuted(weight, DEPTHWISE);
  }

  /** Name in the graph of a weight under another shape. */
  String reshaped(String weight, long... shape) {
    return put(weight, weight + "_r" + shape.length, shape, model.weight(weight).raw());
  }

  private String permuted(String weight, int[] order) {
    int[] shape = model.weight(weight).shape();
    long[] target = Arrays.stream(order).mapToLong(axis -> shape[axis]).toArray();
    return put(weight, weight + "_p", target, model.weight(weight).permuted(order));
  }

  private String put(String weight, String name, long[] shape, byte[] raw) {
    if (!written.add(name)) {
      return name;
    }
    TfjsModel.Weight shipped = model.weight(weight);
    if (shipped.quantized()) {
      graph.constant(name + "_q", OnnxGraph.UINT8, shape, raw);
      graph.scalar(name + "_s", shipped.scale());
      graph.scalar(name + "_m", shipped.min());
      graph.node("Cast", List.of(name + "_q"), name + "_c", Attribute.of("to", OnnxGraph.FLOAT));
      graph.node("Mul", List.of(name + "_c", name + "_s"), name + "_cs");
      graph.node("Add", List.of(name + "_cs", name + "_m"), name);
    } else if (shipped.type() == OnnxGraph.FLOAT16) {
      graph.constant(name + "_h", OnnxGraph.FLOAT16, shape, raw);
      graph.node("Cast", List.of(name + "_h"), name, Attribute.of("to", OnnxGraph.FLOAT));
    } else {
      graph.constant(name, shipped.type(), shape, raw);
    }
    return name;
  }
}
