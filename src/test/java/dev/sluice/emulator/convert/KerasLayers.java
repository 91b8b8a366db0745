package dev.sluice.emulator.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Walks a Keras layers model up to one layer and writes the same computation as ONNX. */
final class KerasLayers {
  private final TfjsModel model;
  private final OnnxGraph graph;
  private final WeightWriter weights;

  KerasLayers(TfjsModel model, OnnxGraph graph) {
    this.model = model;
    this.graph = graph;
    this.weights = new WeightWriter(model, graph);
  }

  /**
   * Writes everything up to a layer and makes its average over the picture the graph's output.
   *
   * @throws IllegalArgumentException when the model has no such layer, or one of an unknown kind
   */
  void upTo(String last) {
    for (JsonNode layer : model.topology().at("/model_config/config/layers")) {
      write(layer);
      if (layer.get("name").asText().equals(last)) {
        graph.pooledOutput(last, "gap_" + last);
        return;
      }
    }
    throw new IllegalArgumentException("the model has no layer " + last);
  }

  private void write(JsonNode layer) {
    String name = layer.get("name").asText();
    String kind = layer.get("class_name").asText();
    JsonNode config = layer.get("config");
    List<String> inputs = new ArrayList<>();
    layer.get("inbound_nodes").path(0).forEach(inbound -> inputs.add(inbound.get(0).asText()));
    switch (kind) {
      case "InputLayer" -> {
        // Declared by the graph itself.
      }
      case "ZeroPadding2D" -> pad(name, config.get("padding"), inputs.get(0));
      case "Conv2D", "DepthwiseConv2D" -> convolve(name, kind, config, inputs.get(0));
      case "BatchNormalization" -> normalize(name, config, inputs.get(0));
      case "ReLU" -> {
        graph.scalar(name + "_lo", 0);
        graph.scalar(name + "_hi", (float) config.get("max_value").asDouble());
        graph.node("Clip", List.of(inputs.get(0), name + "_lo", name + "_hi"), name);
      }
      case "Add" -> graph.node("Add", inputs, name);
      default ->
          throw new IllegalArgumentException(
              "layer %s is a %s, which this converter does not know".formatted(name, kind));
    }
  }

  private void pad(String name, JsonNode padding, String input) {
    JsonNode rows = padding.get(0);
    JsonNode columns = padding.get(1);
    graph.longs(
        name + "_p",
        0,
        0,
        rows.get(0).asInt(),
        columns.get(0).asInt(),
        0,
        0,
        rows.get(1).asInt(),
        columns.get(1).asInt());
    graph.node("Pad", List.of(input, name + "_p"), name, Attribute.of("mode", "constant"));
  }

  private void convolve(String name, String kind, JsonNode config, String input) {
    boolean depthwise = kind.startsWith("Depthwise");
    String weight = name + (depthwise ? "/depthwise_kernel" : "/kernel");
    int[] shape = model.weight(weight).shape();
    if (config.get("use_bias").asBoolean() || !config.get("activation").asText().equals("linear")) {
      throw new IllegalArgumentException("layer " + name + ": only plain convolutions are known");
    }
    graph.node(
        "Conv",
        List.of(input, depthwise ? weights.depthwiseKernel(weight) : weights.kernel(weight)),
        name + "_raw",
        Attribute.of(
            "auto_pad",
            config.get("padding").asText().toUpperCase(Locale.ROOT).equals("SAME")
                ? "SAME_UPPER"
                : "VALID"),
        Attribute.of("group", depthwise ? shape[2] : 1),
        Attribute.ofAll("kernel_shape", shape[0], shape[1]),
        Attribute.ofAll(
            "strides", config.get("strides").get(0).asInt(), config.get("strides").get(1).asInt()));
    graph.node("Identity", List.of(name + "_raw"), name);
  }

  private void normalize(String name, JsonNode config, String input) {
    float[] variance = model.weight(name + "/moving_variance").floats();
    float[] gamma = new float[variance.length];
    Arrays.fill(gamma, 1);
    if (model.has(name + "/gamma")) {
      gamma = model.weight(name + "/gamma").floats();
    }
    graph.floats(name + "_g", gamma);
    graph.floats(name + "_b", model.weight(name + "/beta").floats());
    graph.floats(name + "_m", model.weight(name + "/moving_mean").floats());
    graph.floats(name + "_v", variance);
    graph.node(
        "BatchNormalization",
        List.of(input, name + "_g", name + "_b", name + "_m", name + "_v"),
        name,
        Attribute.of("epsilon", (float) config.get("epsilon").asDouble()));
  }
}
