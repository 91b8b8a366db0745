package dev.sluice.emulator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sluice.media.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model file of this package, opened once per JVM. Thread-safe. */
final class OnnxModel {
  private final String input;
  private final int side;
  private final float scale;
  private final String digest;
  private final OrtSession session;

  /**
   * Opens a model.
   *
   * @param resource file name beside this class
   * @param input name of its input
   * @param side width and height of its pictures, pixels
   * @param scale factor from 0–255 to what it was trained on
   */
  OnnxModel(String resource, String input, int side, float scale) {
    this.input = input;
    this.side = side;
    this.scale = scale;
    byte[] bytes = bytes(resource);
    this.digest = digest(bytes);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Measured: a second thread inside one picture is slower than working on two videos at once.
      options.setIntraOpNumThreads(1);
      this.session = OrtEnvironment.getEnvironment().createSession(bytes, options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot open the model " + resource, e);
    }
  }

  /** First eight hex digits of the SHA-256 of the file. */
  String digest() {
    return digest;
  }

  int side() {
    return side;
  }

  /**
   * Runs the model.
   *
   * @param pictures rows from the top, three bytes per pixel, {@link #side()} squared
   * @param outputs names of the wanted outputs
   * @return per wanted output, in order, its values for all pictures in a row
   */
  List<float[]> run(List<byte[]> pictures, List<String> outputs) {
    long[] shape = {pictures.size(), 3, side, side};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), planes(pictures), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), Set.copyOf(outputs))) {
      return outputs.stream().map(name -> values(result, name)).toList();
    } catch (OrtException e) {
      throw new IllegalStateException(
          "the local model failed on " + pictures.size() + " frames", e);
    }
  }

  /** Pixels to colour planes, which is how the models want them. */
  private FloatBuffer planes(List<byte[]> pictures) {
    int plane = side * side;
    float[] values = new float[pictures.size() * 3 * plane];
    int at = 0;
    for (byte[] picture : pictures) {
      for (int channel = 0; channel < 3; channel++) {
        for (int pixel = 0; pixel < plane; pixel++) {
          values[at++] = (picture[3 * pixel + channel] & 255) * scale;
        }
      }
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
    FloatBuffer buffer = direct.asFloatBuffer();
    buffer.put(values).rewind();
    return buffer;
  }

  private static float[] values(OrtSession.Result result, String name) {
    OnnxTensor tensor =
        (OnnxTensor)
            result
                .get(name)
                .orElseThrow(() -> new IllegalStateException("the model has no output " + name));
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = OnnxModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the model %s is not on the class path; the -all jar leaves it out"
                .formatted(resource));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model " + resource, e);
    }
  }

  private static String digest(byte[] bytes) {
    return Sha256.hex(bytes).substring(0, 8);
  }
}
