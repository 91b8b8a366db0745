package dev.sluice.emulator.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A TensorFlow.js model: its topology, and its weights at the precision they were shipped with. */
final class TfjsModel {
  private final JsonNode topology;
  private final Map<String, Weight> weights = new HashMap<>();

  /**
   * Cuts the weight file by the model's own manifest.
   *
   * @throws IllegalArgumentException when file and manifest do not agree
   */
  TfjsModel(JsonNode model, byte[] binary) {
    topology = model.get("modelTopology");
    int offset = 0;
    for (JsonNode group : model.get("weightsManifest")) {
      for (JsonNode entry : group.get("weights")) {
        Weight weight = Weight.read(entry, binary, offset);
        weights.put(entry.get("name").asText(), weight);
        offset += weight.raw().length;
      }
    }
    if (offset != binary.length) {
      throw new IllegalArgumentException(
          "the weight file has %d bytes and its manifest names %d: not files of one model"
              .formatted(binary.length, offset));
    }
  }

  JsonNode topology() {
    return topology;
  }

  boolean has(String weight) {
    return weights.containsKey(weight);
  }

  Weight weight(String name) {
    Weight weight = weights.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("the model has no weight " + name);
    }
    return weight;
  }

  /**
   * One weight.
   *
   * @param shape sizes, TensorFlow's order
   * @param type ONNX type of the raw bytes
   * @param raw the bytes as shipped
   * @param quantized whether a value is {@code byte * scale + min}
   * @param scale step of a quantized value
   * @param min value of a quantized zero
   */
  record Weight(int[] shape, int type, byte[] raw, boolean quantized, float scale, float min) {

    static Weight read(JsonNode entry, byte[] binary, int offset) {
      int[] shape = new int[entry.get("shape").size()];
      Arrays.setAll(shape, i -> entry.get("shape").get(i).asInt());
      int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      JsonNode quantization = entry.path("quantization");
      String stored = quantization.path("dtype").asText(entry.get("dtype").asText());
      int type =
          switch (stored) {
            case "uint8" -> OnnxGraph.UINT8;
            case "float16" -> OnnxGraph.FLOAT16;
            case "float32" -> OnnxGraph.FLOAT;
            case "int32" -> OnnxGraph.INT32;
            default ->
                throw new IllegalArgumentException(
                    "weight %s is stored as %s, which this converter does not read"
                        .formatted(entry.get("name").asText(), stored));
          };
      byte[] raw = Arrays.copyOfRange(binary, offset, offset + count * width(type));
      return new Weight(
          shape,
          type,
          raw,
          type == OnnxGraph.UINT8,
          (float) quantization.path("scale").asDouble(1),
          (float) quantization.path("min").asDouble(0));
    }

    /** The values, for constants that are computed with. Half precision is not needed here. */
    float[] floats() {
      float[] values = new float[raw.length / width(type)];
      ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (type) {
              case OnnxGraph.UINT8 -> (raw[i] & 255) * scale + min;
              case OnnxGraph.FLOAT -> buffer.getFloat(4 * i);
              default -> throw new IllegalArgumentException("no float values of type " + type);
            };
      }
      return values;
    }

    /** The bytes with their axes in another order. */
    byte[] permuted(int[] order) {
      int rank = shape.length;
      int[] stride = new int[rank];
      stride[rank - 1] = 1;
      for (int i = rank - 2; i >= 0; i--) {
        stride[i] = stride[i + 1] * shape[i + 1];
      }
      int width = width(type);
      byte[] result = new byte[raw.length];
      int[] index = new int[rank];
      for (int target = 0; target < raw.length; target += width) {
        int source = 0;
        for (int i = 0; i < rank; i++) {
          source += index[i] * stride[order[i]];
        }
        System.arraycopy(raw, source * width, result, target, width);
        for (int i = rank - 1; i >= 0; i--) {
          if (++index[i] < shape[order[i]]) {
            break;
          }
          index[i] = 0;
        }
      }
      return result;
    }

    private static int width(int type) {
      return type == OnnxGraph.UINT8 ? 1 : type == OnnxGraph.FLOAT16 ? 2 : 4;
    }
  }
}
