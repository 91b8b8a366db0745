package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {

  @Test
  void servedNamesCarryTheDigestsThatTheNoticeNames() throws Exception {
    try (InputStream in = EmulatorServer.class.getResourceAsStream("NOTICE.md")) {
      String notice = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String name : List.of(AppearanceModel.name(), ObjectDetector.name())) {
        assertThat(notice).contains("`" + name.substring(name.indexOf('@') + 1));
      }
    }
    assertThat(EmulatorServer.embeddingModel()).isEqualTo("mobilenetv2-b10@0748d4f0");
    assertThat(EmulatorServer.answerModel()).isEqualTo("centernet-coco80@4718accf");
  }

  @Test
  void appearanceDoesNotDependOnWhatElseIsInTheBatch() {
    byte[] grey = picture(AppearanceModel.side(), 128);
    byte[] white = picture(AppearanceModel.side(), 255);
    List<float[]> together = AppearanceModel.look(List.of(grey, white, white, grey, grey));
    assertThat(together).hasSize(5);
    assertThat(together.get(0)).hasSize(384).isEqualTo(together.get(3));
    assertThat(Unit.cosine(together.get(4), AppearanceModel.look(List.of(grey)).get(0)))
        .isGreaterThan(0.999999);
    assertThat(together.get(1)).isNotEqualTo(together.get(0));
  }

  @Test
  void emptyPictureHoldsNoObject() {
    assertThat(ObjectDetector.detect(picture(ObjectDetector.side(), 128), 0.3f)).isEmpty();
    assertThat(CocoClasses.NAMES).hasSize(80).doesNotHaveDuplicates();
  }

  private static byte[] picture(int side, int value) {
    byte[] picture = new byte[side * side * 3];
    Arrays.fill(picture, (byte) value);
    return picture;
  }
}
