package dev.sluice.emulator;

import java.util.ArrayList;
import java.util.List;

/** Finds objects of the 80 COCO classes in pictures. Thread-safe. */
final class ObjectDetector {
  private static final int GRID = 128;
  private static final int CELLS = GRID * GRID;

  private ObjectDetector() {}

  /** Opened at first use, and then kept. */
  private static final class Opened {
    static final OnnxModel MODEL = new OnnxModel("centernet.onnx", "tower_0/images", 512, 1f);

    private Opened() {}
  }

  /** The model's name with the digest of its file. */
  static String name() {
    return "centernet-coco80@" + Opened.MODEL.digest();
  }

  /** Width and height of the pictures it wants. */
  static int side() {
    return Opened.MODEL.side();
  }

  /**
   * Objects in one picture: the local maxima of the class heat maps.
   *
   * @param picture rows from the top, three bytes per pixel
   * @param threshold lowest score to report, 0 to 1
   */
  static List<Detection> detect(byte[] picture, float threshold) {
    List<float[]> outputs = Opened.MODEL.run(List.of(picture), List.of("heat", "wh"));
    float[] heat = outputs.get(0);
    float[] size = outputs.get(1);
    List<Detection> found = new ArrayList<>();
    for (int object = 0; object < CocoClasses.NAMES.size(); object++) {
      for (int cell = 0; cell < CELLS; cell++) {
        float score = heat[object * CELLS + cell];
        if (score >= threshold && peak(heat, object * CELLS, cell)) {
          found.add(
              new Detection(
                  CocoClasses.NAMES.get(object),
                  score,
                  centre(cell % GRID),
                  centre(cell / GRID),
                  area(size, cell)));
        }
      }
    }
    return found;
  }

  private static float centre(int line) {
    return (line + 0.5f) / GRID;
  }

  /** Whether no neighbour is warmer; of two equal neighbours the first counts. */
  private static boolean peak(float[] heat, int map, int cell) {
    int row = cell / GRID;
    int column = cell % GRID;
    float score = heat[map + cell];
    for (int y = Math.max(0, row - 1); y <= Math.min(GRID - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(GRID - 1, column + 1); x++) {
        int other = y * GRID + x;
        float warmth = heat[map + other];
        if (warmth > score || (warmth == score && other < cell)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The four planes are the distances from the centre to the box's sides, in input pixels. */
  private static float area(float[] size, int cell) {
    float width = size[cell] + size[2 * CELLS + cell];
    float height = size[CELLS + cell] + size[3 * CELLS + cell];
    float share = width * height / (Opened.MODEL.side() * Opened.MODEL.side());
    return Math.min(1, Math.max(0, share));
  }
}
