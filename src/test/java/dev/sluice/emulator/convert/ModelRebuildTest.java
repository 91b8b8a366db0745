package dev.sluice.emulator.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of two layers, small enough to compute by hand, in the form of the npm packages. */
class ModelRebuildTest {
  private static final String LAYERS =
      """
      {name:"in",class_name:"InputLayer",config:{name:"in"},inbound_nodes:[]},
      {name:"conv",class_name:"Conv2D",config:{padding:"same",strides:[2,2],use_bias:!1,
        activation:"linear"},inbound_nodes:[[["input_1",0,0,{}]]]},
      {name:"%s",class_name:"ReLU",config:{max_value:6},inbound_nodes:[[["conv",0,0,{}]]]}
      """;

  @TempDir private Path folder;

  @Test
  void quantizedKerasLayersComputeTheSameInOnnx() throws Exception {
    byte[] model = rebuilt(LAYERS.formatted("block_10_expand_relu"));
    float[] ones = new float[3 * 224 * 224];
    Arrays.fill(ones, 1);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model, new OrtSession.SessionOptions());
        OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(ones), new long[] {1, 3, 224, 224});
        OrtSession.Result result = session.run(Map.of("input_1", input))) {
      float[][] pooled = (float[][]) result.get(0).getValue();
      // Channel 0: 0.5·(0+2+4) + 3·0.25; channel 1: 0.5·(200+3+5) + 0.75 is cut off at 6.
      assertThat(pooled[0][0]).isCloseTo(3.75f, within(1e-5f));
      assertThat(pooled[0][1]).isCloseTo(6f, within(1e-5f));
    }
  }

  @Test
  void sameInputGivesTheSameBytes() throws Exception {
    assertThat(rebuilt(LAYERS.formatted("block_10_expand_relu")))
        .isEqualTo(rebuilt(LAYERS.formatted("block_10_expand_relu")));
  }

  @Test
  void unknownLayersAndMissingOnesAreNamed() {
    assertThatThrownBy(() -> rebuilt(LAYERS.formatted("another")))
        .hasMessageContaining("no layer block_10_expand_relu");
    assertThatThrownBy(() -> rebuilt(LAYERS.formatted("r").replace("\"ReLU\"", "\"Softmax\"")))
        .hasMessageContaining("Softmax");
  }

  private byte[] rebuilt(String layers) throws Exception {
    Path models = Files.createDirectories(folder.resolve("dist/models/mobilenet_v2"));
    Files.writeString(
        models.resolve("model.min.js"),
        "x(function(){a.exports={modelTopology:{model_config:{config:{layers:["
            + layers
            + "]}}},weightsManifest:[{weights:[{name:\"conv/kernel\",shape:[1,1,3,2],"
            + "dtype:\"float32\",quantization:{min:.25,scale:.5,dtype:\"uint8\"}}]}]}})");
    byte[] weights = {0, (byte) 200, 2, 3, 4, 5};
    Files.writeString(
        models.resolve("group1-shard1of1.min.js"),
        "x(a.exports=\"" + Base64.getEncoder().encodeToString(weights) + "\")");
    return ModelRebuild.appearance(folder);
  }
}
