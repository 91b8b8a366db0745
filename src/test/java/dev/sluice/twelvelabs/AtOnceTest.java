package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.InstantEmbedder;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AtOnceTest {
  private static final MediaSource PICTURE = new MediaSource.Url("https://h/a.png");
  private static final MediaSource UPLOADED = new MediaSource.Asset(Replies.ASSET);
  private static final String VECTOR =
      "{\"data\":[{\"embedding\":[0.6,0.8],\"embedding_option\":null,\"embedding_scope\":null,"
          + "\"start_sec\":null,\"end_sec\":null}]}";
  private static final String CLIPS =
      "{\"data\":[{\"embedding\":[1,0],\"embedding_option\":\"visual\",\"embedding_scope\":\"clip\","
          + "\"start_sec\":0,\"end_sec\":4.2}],\"metadata\":{\"input_type\":\"video\","
          + "\"embedding_options\":[\"visual\"],\"embedding_scopes\":[\"clip\"],\"duration\":12.0}}";

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void wordsAndPicturesGiveOneVector() throws Exception {
    assertThat(sent("marengo3.0", new EmbedInput.Text("a dog"), VECTOR))
        .isEqualTo(
            "{\"input_type\":\"text\",\"model_name\":\"marengo3.0\","
                + "\"text\":{\"input_text\":\"a dog\"}}");
    assertThat(sent("marengo3.0", new EmbedInput.Image(PICTURE), VECTOR))
        .isEqualTo(
            "{\"input_type\":\"image\",\"model_name\":\"marengo3.0\","
                + "\"image\":{\"media_source\":{\"url\":\"https://h/a.png\"}}}");
    assertThat(sent("marengo3.0", new EmbedInput.TextImage("a dog", PICTURE), VECTOR))
        .contains("\"text_image\":{\"input_text\":\"a dog\",\"media_source\":{\"url\":");
    assertThat(rig.provider.atOnce().vector(VECTOR.getBytes(UTF_8))).containsExactly(0.6f, 0.8f);
  }

  @Test
  void theNewerModelTakesEverythingInOneForm() throws Exception {
    assertThat(sent("marengo3.5", new EmbedInput.TextImage("a dog", PICTURE), VECTOR))
        .isEqualTo(
            "{\"input_type\":\"multi_input\",\"model_name\":\"marengo3.5\",\"multi_input\":"
                + "{\"input_text\":\"a dog\",\"media_sources\":[{\"media_type\":\"image\","
                + "\"url\":\"https://h/a.png\"}]}}");
    assertThat(sent("marengo3.5", new EmbedInput.Text("a dog"), VECTOR))
        .endsWith("\"multi_input\":{\"input_text\":\"a dog\"}}");
  }

  @Test
  void aPictureMayBeAnAsset() throws Exception {
    String named = "{\"asset_id\":\"%s\"}".formatted(Replies.ASSET.id());
    assertThat(sent("marengo3.0", new EmbedInput.Image(UPLOADED), VECTOR))
        .endsWith("\"image\":{\"media_source\":" + named + "}}");
    assertThat(sent("marengo3.0", new EmbedInput.TextImage("a dog", UPLOADED), VECTOR))
        .endsWith("\"text_image\":{\"input_text\":\"a dog\",\"media_source\":" + named + "}}");
    assertThat(sent("marengo3.5", new EmbedInput.Image(UPLOADED), VECTOR))
        .endsWith("\"media_sources\":[{\"media_type\":\"image\"," + named.substring(1) + "]}}");
  }

  @Test
  void aPictureThatIsGoneNotReadyOrNoneIsSaidSo() throws Exception {
    try (Emulated emulated = new Emulated()) {
      InstantEmbedder atOnce = emulated.provider.atOnce();
      MediaSource unknown = new MediaSource.Asset(Replies.ASSET);
      MediaSource film = new MediaSource.Asset(emulated.asset("a.mp4"));
      for (String model : List.of("marengo3.0", "marengo3.5")) {
        assertThat(atOnce.embed(model, new EmbedInput.Image(unknown), SendGate.OPEN))
            .isInstanceOf(CallOutcome.SourceGone.class);
        CallOutcome none = atOnce.embed(model, new EmbedInput.Image(film), SendGate.OPEN);
        assertThat(none).isInstanceOf(CallOutcome.Refused.class);
        assertThat(((CallOutcome.Refused) none).message()).contains("no picture");
      }
    }
    try (Emulated slow = new Emulated(EmulatorConf.defaults().withLatency(Duration.ofHours(1)))) {
      MediaSource early = new MediaSource.Asset(slow.uploaded("a.png"));
      assertThat(
              slow.provider
                  .atOnce()
                  .embed("marengo3.0", new EmbedInput.Image(early), SendGate.OPEN))
          .isInstanceOf(CallOutcome.Later.class);
    }
  }

  @Test
  void aShortVideoIsCutAsAskedAndItsMinutesAreKnown() throws Exception {
    EmbedRequest request =
        new EmbedRequest(
            "marengo3.0",
            List.of("visual", "audio"),
            new Segmentation.Fixed(6),
            Optional.of(new Span(0, 12)));
    EmbedInput video = new EmbedInput.Video(new MediaSource.Asset(Replies.ASSET), request);
    rig.answers(200, CLIPS);
    Done done = (Done) rig.provider.atOnce().embed("marengo3.0", video, SendGate.OPEN);
    assertThat(done.usage().mediaMinutes()).isEqualTo(0.2);
    assertThat(rig.provider.atOnce().segments(done.answer())).hasSize(1);
    assertThat(rig.request().getBody().utf8())
        .startsWith("{\"input_type\":\"video\",\"model_name\":\"marengo3.0\",\"video\":{")
        .contains("\"start_sec\":0.0,\"end_sec\":12.0", "\"duration_sec\":6.0");
  }

  @Test
  void itIsAskedOnceAndInDoubtStaysInDoubt() {
    EmbedInput text = new EmbedInput.Text("a dog");
    rig.answers(Rig.response(503, "").addHeader("Retry-After", "0")).answers(200, "{\"data\":[]}");
    assertThat(embed(text)).isInstanceOf(CallOutcome.Unsure.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(1);
    assertThat(embed(text)).isInstanceOf(CallOutcome.Unsure.class);
    rig.answers(429, "");
    assertThat(embed(text)).isInstanceOf(CallOutcome.Throttled.class);
    assertThat(rig.provider.atOnce().embed("marengo3.0", text, () -> false))
        .isInstanceOf(CallOutcome.Later.class);
    assertThat(rig.provider.atOnce().embed("marengo2.7", text, SendGate.OPEN))
        .isInstanceOf(CallOutcome.Fatal.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void whatIsNotOneVectorIsNotTakenForOne() {
    for (String answer : List.of("{}", "{\"data\":[]}", "{\"data\":[{}]}", "[]")) {
      assertThatThrownBy(() -> rig.provider.atOnce().vector(answer.getBytes(UTF_8)))
          .as(answer)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theEmulatorAnswersEachKindInTheSameSpace() throws Exception {
    try (Emulated emulated = new Emulated()) {
      InstantEmbedder atOnce = emulated.provider.atOnce();
      MediaSource picture = new MediaSource.Url("http://example.org/a.png");
      for (EmbedInput one :
          List.of(
              new EmbedInput.Text("a dog"),
              new EmbedInput.Image(picture),
              new EmbedInput.TextImage("a dog", picture))) {
        for (String model : List.of("marengo3.0", "marengo3.5")) {
          Done done = (Done) atOnce.embed(model, one, SendGate.OPEN);
          assertThat(atOnce.vector(done.answer())).as("%s %s", model, one).hasSize(512);
          assertThat(done.servedBy()).isEqualTo("made-up@1");
        }
      }
      EmbedRequest fixed =
          new EmbedRequest(
              "marengo3.0", List.of("visual"), new Segmentation.Fixed(6), Optional.empty());
      MediaSource film = new MediaSource.Url("http://example.org/a.mp4?seconds=31");
      Done cut =
          (Done) atOnce.embed("marengo3.0", new EmbedInput.Video(film, fixed), SendGate.OPEN);
      assertThat(cut.usage().mediaMinutes()).isCloseTo(31.0 / 60, within(1e-6));
      assertThat(atOnce.segments(cut.answer()))
          .filteredOn(segment -> segment.scope() == Scope.CLIP)
          .extracting(EmbeddedSegment::endSec)
          .containsExactly(6.0, 12.0, 18.0, 24.0, 30.0, 31.0);
      MediaSource tooLong = new MediaSource.Url("http://example.org/a.mp4?seconds=601");
      assertThat(atOnce.embed("marengo3.0", new EmbedInput.Video(tooLong, fixed), SendGate.OPEN))
          .isInstanceOf(CallOutcome.Refused.class);
    }
  }

  private CallOutcome embed(EmbedInput input) {
    return rig.provider.atOnce().embed("marengo3.0", input, SendGate.OPEN);
  }

  private String sent(String model, EmbedInput input, String answer) throws Exception {
    rig.answers(200, answer);
    assertThat(rig.provider.atOnce().embed(model, input, SendGate.OPEN)).isInstanceOf(Done.class);
    return rig.request().getBody().utf8();
  }
}
