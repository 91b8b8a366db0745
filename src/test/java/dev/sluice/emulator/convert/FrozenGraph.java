package dev.sluice.emulator.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks a frozen TensorFlow graph, whose pictures are height × width × channel, and writes ONNX.
 */
final class FrozenGraph {
  private final TfjsModel model;
  private final OnnxGraph graph;
  private final WeightWriter weights;
  private final Map<String, JsonNode> nodes = new HashMap<>();
  private final Set<String> done = new HashSet<>();

  FrozenGraph(TfjsModel model, OnnxGraph graph) {
    this.model = model;
    this.graph = graph;
    this.weights = new WeightWriter(model, graph);
    model.topology().get("node").forEach(node -> nodes.put(node.get("name").asText(), node));
  }

  /**
   * Writes a node and everything that it needs; nothing the second time.
   *
   * @throws IllegalArgumentException when it needs an operation that is not known here
   */
  void write(String name) {
    if (!done.add(name)) {
      return;
    }
    JsonNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("the graph has no node " + name);
    }
    List<String> inputs = new ArrayList<>();
    node.path("input").forEach(input -> inputs.add(input.asText()));
    inputs.forEach(this::write);
    String op = node.get("op").asText();
    switch (op) {
      case "Placeholder", "Const" -> {
        // The graph's input, and weights, which are written where they are used.
      }
      case "Identity", "Relu", "Sigmoid" -> graph.node(op, inputs, name);
      case "_FusedConv2D", "Conv2D", "FusedDepthwiseConv2dNative", "DepthwiseConv2dNative" ->
          convolve(name, op, inputs, node.get("attr"));
      case "Mul", "Add", "AddV2", "Sub" ->
          graph.node(
              op.equals("AddV2") ? "Add" : op, inputs.stream().map(this::operand).toList(), name);
      case "Relu6" -> clip(inputs.get(0), name);
      case "Mean" -> graph.node("GlobalAveragePool", List.of(inputs.get(0)), name);
      case "ConcatV2" ->
          graph.node("Concat", inputs.subList(0, inputs.size() - 1), name, Attribute.of("axis", 1));
      case "ResizeBilinear" -> doubleSize(inputs.get(0), name);
      default ->
          throw new IllegalArgumentException(
              "node %s is a %s, which this converter does not know".formatted(name, op));
    }
  }

  private void convolve(String name, String op, List<String> inputs, JsonNode attributes) {
    boolean depthwise = op.contains("Depthwise");
    String weight = inputs.get(1);
    int[] shape = model.weight(weight).shape();
    List<String> operands = new ArrayList<>();
    operands.add(inputs.get(0));
    operands.add(depthwise ? weights.depthwiseKernel(weight) : weights.kernel(weight));
    List<String> fused = new ArrayList<>();
    attributes.at("/fused_ops/list/s").forEach(step -> fused.add(decoded(step)));
    if (fused.contains("BiasAdd")) {
      int[] bias = model.weight(inputs.get(2)).shape();
      operands.add(weights.reshaped(inputs.get(2), bias[bias.length - 1]));
    }
    boolean same = decoded(attributes.at("/padding/s")).equals("SAME");
    boolean clipped = fused.contains("Relu6");
    boolean rectified = fused.contains("Relu");
    JsonNode strides = attributes.at("/strides/list/i");
    graph.node(
        "Conv",
        operands,
        clipped || rectified ? name + "_raw" : name,
        Attribute.of("auto_pad", same ? "SAME_UPPER" : "VALID"),
        Attribute.of("group", depthwise ? shape[2] : 1),
        Attribute.ofAll("kernel_shape", shape[0], shape[1]),
        Attribute.ofAll("strides", strides.get(1).asInt(), strides.get(2).asInt()));
    if (rectified) {
      graph.node("Relu", List.of(name + "_raw"), name);
    } else if (clipped) {
      clip(name + "_raw", name);
    }
  }

  private void clip(String input, String name) {
    graph.scalar(name + "_lo", 0);
    graph.scalar(name + "_hi", 6);
    graph.node("Clip", List.of(input, name + "_lo", name + "_hi"), name);
  }

  private void doubleSize(String input, String name) {
    graph.floats(name + "_roi");
    graph.floats(name + "_sc", 1, 1, 2, 2);
    graph.node(
        "Resize",
        List.of(input, name + "_roi", name + "_sc"),
        name,
        Attribute.of("mode", "linear"),
        Attribute.of("coordinate_transformation_mode", "asymmetric"));
  }

  /** A constant is per channel, or one number; it becomes a shape that ONNX can spread. */
  private String operand(String name) {
    if (!nodes.get(name).get("op").asText().equals("Const")) {
      return name;
    }
    int[] shape = model.weight(name).shape();
    if (shape.length > 1) {
      throw new IllegalArgumentException("constant " + name + " is not one number per channel");
    }
    return shape.length == 0 || shape[0] == 1
        ? weights.reshaped(name)
        : weights.reshaped(name, 1, shape[0], 1, 1);
  }

  private static String decoded(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
  }
}
