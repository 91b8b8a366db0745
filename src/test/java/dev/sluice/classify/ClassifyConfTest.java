package dev.sluice.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifyConfTest {
  private static final VideoClass CATS =
      new VideoClass("Cats", List.of("cat", "kitten"), null, 0.3, null);
  private static final VideoClass SOUNDS =
      new VideoClass("Sounds", List.of("cat", "music"), List.of("audio", "visual"), null, 0.1);

  @Test
  void whatIsNotSetHasADefault() {
    ClassifyConf conf = only(CATS, SOUNDS);
    assertThat(conf.model()).isEqualTo("marengo3.0");
    assertThat(conf.unit()).isEqualTo("clip");
    assertThat(conf.tau()).isEqualTo(0.01);
    assertThat(conf.calibrate()).isFalse();
    assertThat(conf.texts()).containsExactly("cat", "kitten", "music");
    assertThat(conf.options()).containsExactly("audio", "visual");
    assertThat(conf.rules())
        .containsExactly(new Rule("Cats", 0.3, 0.5), new Rule("Sounds", 0.2, 0.1));
  }

  @Test
  void aSampleMeansCalibrating() {
    assertThat(conf(null, "s.csv").calibrate()).isTrue();
    assertThatThrownBy(() -> conf(false, "s.csv")).hasMessageContaining("calibrate is false");
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                new ClassifyConf(
                    List.of(
                        CATS,
                        new VideoClass(" cats ", null, null, 3.0, 0.0),
                        new VideoClass("", List.of("x", " "), List.of("smell"), null, null)),
                    "marengo3.0",
                    "nowhere",
                    "frame",
                    -2.0,
                    1.5,
                    0.0,
                    null,
                    null))
        .hasMessageContaining("classify: unit is clip or video, not frame")
        .hasMessageContaining("threshold is a cosine, -1 to 1, not -2.0")
        .hasMessageContaining("min-ratio is above 0 and at most 1, not 1.5")
        .hasMessageContaining("tau is above 0, not 0.0")
        .hasMessageContaining("not a lens: nowhere")
        .hasMessageContaining("class cats is there twice")
        .hasMessageContaining("class cats needs prompts")
        .hasMessageContaining("class cats: threshold is a cosine")
        .hasMessageContaining("class cats: min-ratio is above 0")
        .hasMessageContaining("class 3 has no name")
        .hasMessageContaining("class 3 needs prompts, none of them empty")
        .hasMessageContaining("class 3: options are [visual, audio, transcription, fused]");
    assertThatThrownBy(() -> new ClassifyConf(null, null, null, null, null, null, null, null, null))
        .hasMessageContaining("classes is missing");
  }

  @Test
  void promptsAndClipsMustBeOfOneModel() {
    ClassifyConf conf = only(CATS);
    assertThat(
            Lenses.choose(
                    conf,
                    "twelvelabs",
                    List.of("twelvelabs/marengo3.0/visual", "emulator/m/visual"))
                .byOption())
        .containsEntry("visual", "twelvelabs/marengo3.0/visual");
    stops(ExitCode.USAGE, conf, "twelvelabs", "set classify.model", "twelvelabs/marengo3.5/visual");
    stops(ExitCode.INPUT, conf, "twelvelabs", "run the embed step first", "emulator/m/visual");
    stops(ExitCode.INPUT, conf, "twelvelabs", "class Cats", "twelvelabs/marengo3.0/audio");
  }

  @Test
  void theEmulatorNamesItsOwnModel() {
    ClassifyConf conf = only(CATS);
    assertThat(Lenses.choose(conf, "emulator", List.of("emulator/m@1/visual")).model())
        .isEqualTo("m@1");
    stops(
        ExitCode.USAGE,
        conf,
        "emulator",
        "set classify.lens",
        "emulator/m@1/visual",
        "emulator/m@2/visual");
  }

  @Test
  void anOptionThatNoVideoHasIsLeftOutUnlessAClassHasNoOther() {
    Lenses lenses =
        Lenses.choose(only(SOUNDS), "twelvelabs", List.of("twelvelabs/marengo3.0/visual"));
    assertThat(lenses.missing()).containsExactly("audio");
    assertThat(lenses.byOption()).containsOnlyKeys("visual");
  }

  private static void stops(
      ExitCode code, ClassifyConf conf, String provider, String message, String... lenses) {
    assertThatThrownBy(() -> Lenses.choose(conf, provider, List.of(lenses)))
        .isInstanceOfSatisfying(StepStopped.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static ClassifyConf conf(Boolean calibrate, String sample) {
    return new ClassifyConf(List.of(CATS), null, null, null, null, null, null, calibrate, sample);
  }

  private static ClassifyConf only(VideoClass... classes) {
    return new ClassifyConf(List.of(classes), null, null, null, null, null, null, null, null);
  }
}
