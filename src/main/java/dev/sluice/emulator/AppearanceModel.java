package dev.sluice.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a picture looks like, as 384 numbers of an ImageNet network. Thread-safe. */
final class AppearanceModel {
  static final int DIMENSION = 384;
  private static final String OUTPUT = "gap_block_10_expand_relu";
  private static final int BATCH = 4;

  private AppearanceModel() {}

  /** Opened at first use, and then kept: opening takes longer than a clip. */
  private static final class Opened {
    static final OnnxModel MODEL = new OnnxModel("mobilenet_b10.onnx", "input_1", 224, 1 / 255f);

    private Opened() {}
  }

  /** The model's name with the digest of its file. */
  static String name() {
    return "mobilenetv2-b10@" + Opened.MODEL.digest();
  }

  /** Width and height of the pictures it wants. */
  static int side() {
    return Opened.MODEL.side();
  }

  /** One vector per picture, not normalised. */
  static List<float[]> look(List<byte[]> pictures) {
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<byte[]> batch = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
      float[] values = Opened.MODEL.run(batch, List.of(OUTPUT)).get(0);
      for (int i = 0; i < batch.size(); i++) {
        vectors.add(Arrays.copyOfRange(values, i * DIMENSION, (i + 1) * DIMENSION));
      }
    }
    return vectors;
  }
}
