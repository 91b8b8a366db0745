package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.Span;
import dev.sluice.provider.VideoProvider;
import dev.sluice.testing.WireContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedderTest {
  private static final MediaSource ASSET = new MediaSource.Asset(Replies.ASSET);
  private static final EmbedRequest REQUEST =
      new EmbedRequest(
          "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty());

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
  void asksForClipAndWholeVectorsInTheDocumentedShape() throws InterruptedException {
    rig.answersLike(202, "embed-created");
    assertThat(create()).isEqualTo(new Pending(Replies.TASK));
    RecordedRequest sent = rig.request();
    assertThat(sent.getRequestLine()).startsWith("POST /v1.3/embed-v2/tasks ");
    assertThat(sent.getHeaders().get("x-api-key")).isEqualTo(Rig.KEY);
    WireContract.of("request-embed").checkExactly(sent.getBody().utf8());
    assertThat(sent.getBody().utf8())
        .contains("\"strategy\":\"dynamic\"", "\"embedding_scope\":[\"clip\",\"asset\"]")
        .doesNotContain("null", "start_sec", "\"url\"");
  }

  @Test
  void sendsSpanFixedSegmentsAndALink() throws InterruptedException {
    rig.answersLike(202, "embed-created");
    EmbedRequest request =
        new EmbedRequest(
            "marengo3.0",
            List.of("visual", "audio"),
            new Segmentation.Fixed(6),
            Optional.of(new Span(30, 60)));
    rig.provider
        .embedder()
        .create(request, new MediaSource.Url("https://h/a.mp4?sig=1"), SendGate.OPEN);
    assertThat(rig.request().getBody().utf8())
        .contains(
            "\"media_source\":{\"url\":\"https://h/a.mp4?sig=1\"}",
            "\"start_sec\":30.0,\"end_sec\":60.0",
            "\"segmentation\":{\"strategy\":\"fixed\",\"fixed\":{\"duration_sec\":6.0}}",
            "\"embedding_option\":[\"audio\",\"visual\"]");
  }

  @Test
  void onlyTheScopesAskedForAreSent() throws InterruptedException {
    for (Scope scope : Scope.values()) {
      rig.answersLike(202, "embed-created");
      create(
          new EmbedRequest(
              "marengo3.0",
              List.of("visual"),
              new Segmentation.Fixed(6),
              Optional.empty(),
              List.of(scope)));
      assertThat(rig.request().getBody().utf8())
          .contains(
              "\"embedding_scope\":[\"%s\"]".formatted(scope == Scope.CLIP ? "clip" : "asset"));
    }
  }

  @Test
  void fusedVectorsAreAskedForBesideTheOthers() throws InterruptedException {
    rig.answersLike(202, "embed-created");
    create(
        new EmbedRequest(
            "marengo3.0",
            List.of("visual", "audio", "fused"),
            new Segmentation.Fixed(6),
            Optional.empty()));
    assertThat(rig.request().getBody().utf8())
        .contains(
            "\"embedding_option\":[\"audio\",\"visual\"]",
            "\"embedding_type\":[\"separate_embedding\",\"fused_embedding\"]");
  }

  @Test
  void theNewerModelIsToldItsSegmentsInItsOwnShape() throws InterruptedException {
    rig.answersLike(202, "embed-created");
    create(
        new EmbedRequest(
            "marengo3.5", List.of("visual"), new Segmentation.Dynamic(2), Optional.empty()));
    assertThat(rig.request().getBody().utf8())
        .contains(
            "\"segmentation\":{\"temporal\":{\"strategy\":\"dynamic\","
                + "\"dynamic\":{\"min_duration_sec\":2.0}}}");
  }

  @Test
  void aWithdrawnModelIsRefusedBeforeAnythingIsSent() {
    CallOutcome outcome =
        create(
            new EmbedRequest(
                "Marengo-retrieval-2.7",
                List.of("visual"),
                new Segmentation.Dynamic(4),
                Optional.empty()));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            CallOutcome.Fatal.class,
            fatal -> {
              assertThat(fatal.cause()).isEqualTo(CallOutcome.FatalCause.SUNSET_MODEL);
              assertThat(fatal.message()).contains("2026-03-30", "marengo3.0");
            });
    assertThat(rig.server.getRequestCount()).isZero();
  }

  private CallOutcome create(EmbedRequest request) {
    return rig.provider.embedder().create(request, ASSET, SendGate.OPEN);
  }

  @Test
  void aCreateIsNeverRepeatedNotEvenByTheHttpClient() {
    rig.answers(Rig.response(503, "").addHeader("Retry-After", "0"))
        .answersLike(202, "embed-created");
    assertThat(create()).isInstanceOf(Unsure.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(1);
    assertThat(rig.slept).isEmpty();
  }

  @Test
  void aMisdirectedCreateIsNotRepeatedEither() {
    rig.answers(421, "{\"code\":\"misdirected\",\"message\":\"\"}")
        .answersLike(202, "embed-created");
    assertThat(create()).isInstanceOf(Refused.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aConnectionThatBreaksAfterSendingIsUnsure() {
    rig.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
    assertThat(create()).isInstanceOf(Unsure.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void anAnswerThatBreaksOffIsUnsure() {
    rig.answers(
        Rig.response(202, "{\"_id\":\"66f0a1b2c3d4e5f607182940\",\"status\":\"processing\"}")
            .onResponseBody(new SocketEffect.CloseSocket()));
    assertThat(create()).isInstanceOf(Unsure.class);
  }

  @Test
  void aCreateThatTakesTooLongIsUnsure() throws IOException {
    try (Rig hasty = new Rig("twelvelabs", Duration.ofMillis(300))) {
      hasty.answers(Rig.response(202, "{\"_id\":\"x\"}").headersDelay(5, TimeUnit.SECONDS));
      assertThat(hasty.provider.embedder().create(REQUEST, ASSET, SendGate.OPEN))
          .isInstanceOf(Unsure.class);
    }
  }

  @Test
  void aServerThatCannotBeReachedAcceptedNothing() {
    rig.server.close();
    assertThat(create()).isInstanceOf(Later.class);
    VideoProvider nowhere =
        rig.connect(
            new ProviderConf(
                "emulator", "http://no-such-host.invalid/v1.3", "env:KEY", Duration.ofSeconds(5)));
    assertThat(nowhere.embedder().create(REQUEST, ASSET, SendGate.OPEN)).isInstanceOf(Later.class);
  }

  @Test
  void aClosedGateDropsTheRequestBeforeAByteLeaves() {
    rig.answersLike(202, "embed-created");
    assertThat(rig.provider.embedder().create(REQUEST, ASSET, () -> false))
        .isInstanceOf(Later.class);
    assertThat(rig.server.getRequestCount()).isZero();
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (Rig other = new Rig()) {
      other.answersLike(202, "embed-created");
      rig.answers(Rig.response(307, "").addHeader("Location", other.base() + "/embed-v2/tasks"));
      assertThat(create()).isInstanceOf(Fatal.class);
      assertThat(other.server.getRequestCount()).isZero();
    }
  }

  @Test
  void whatTheServerEchoesReachesNobodyWithTheKeyInIt() {
    rig.answers(400, Replies.flat("parameter_invalid", "got " + Rig.KEY + " at https://h/a?s=1"));
    CallOutcome outcome = create();
    assertThat(outcome.toString()).contains("[key]").doesNotContain(Rig.KEY, "s=1");
  }

  @Test
  void aLookIsPatientAndThenLeavesTheTaskPending() {
    rig.answers(500, "").answers(429, "").answers(200, "<html>").answers(502, "<html>");
    assertThat(rig.provider.embedder().look(Replies.TASK)).isEqualTo(new Pending(Replies.TASK));
    assertThat(rig.server.getRequestCount()).isEqualTo(4);
    assertThat(rig.slept).hasSize(3).allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) < 0);
  }

  @Test
  void aLookRecoversFromABrokenConnection() {
    rig.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()))
        .answersLike(200, "embed-ready");
    Done done = (Done) rig.provider.embedder().look(Replies.TASK);
    assertThat(rig.provider.embedder().read(done.answer())).hasSize(3);
  }

  @Test
  void aLookWaitsAsLongAsAskedButNotForMinutes() {
    rig.answers(Rig.response(429, "").addHeader("Retry-After", "8"))
        .answersLike(200, "embed-processing");
    rig.provider.embedder().look(Replies.TASK);
    assertThat(rig.slept).containsExactly(Duration.ofSeconds(8));
    rig.answers(Rig.response(429, "").addHeader("Retry-After", "600"));
    assertThat(rig.provider.embedder().look(Replies.TASK))
        .isInstanceOfSatisfying(
            Throttled.class, told -> assertThat(told.pause()).isEqualTo(Duration.ofMinutes(10)));
    assertThat(rig.slept).hasSize(1);
  }

  @Test
  void anIdCannotLeaveItsPath() throws InterruptedException {
    rig.answersLike(200, "embed-processing");
    rig.provider.embedder().look(new ProviderRef("a/../../assets?x=1"));
    assertThat(rig.request().getTarget())
        .isEqualTo("/v1.3/embed-v2/tasks/a%2F..%2F..%2Fassets%3Fx=1");
  }

  @Test
  void listsWhatWasCreatedSince() throws InterruptedException {
    rig.answersLike(200, "embed-list");
    assertThat(rig.provider.embedder().createdSince(Instant.parse("2026-11-20T00:00:00Z")))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.ref()).isEqualTo(Replies.TASK);
              assertThat(task.createdAt()).isEqualTo(Instant.parse("2026-11-20T08:16:00.001Z"));
              assertThat(task.state()).isEqualTo(Listed.State.READY);
              assertThat(task.customId()).isEmpty();
            });
    assertThat(rig.request().getTarget()).isEqualTo("/v1.3/embed-v2/tasks?page=1&page_limit=50");
  }

  @Test
  void anAnswerThatArrivesSlowlyIsReadToItsEnd() throws Exception {
    try (Rig slow = new Rig("twelvelabs", Duration.ofSeconds(1))) {
      String body = WireContract.of("embed-ready").body();
      slow.answers(
          Rig.response(200, body).throttleBody(body.length() / 4, 500, TimeUnit.MILLISECONDS));
      assertThat(slow.provider.embedder().look(Replies.TASK)).isInstanceOf(Done.class);
    }
  }

  @Test
  void aListThatCannotBeReadIsNotAnEmptyList() {
    rig.answers(401, Replies.flat("api_key_invalid", "no"));
    assertThatThrownBy(() -> rig.provider.embedder().createdSince(Instant.EPOCH))
        .isInstanceOf(ListingFailed.class)
        .hasMessageContaining("embedding tasks")
        .satisfies(e -> assertThat(((ListingFailed) e).outcome()).isInstanceOf(Fatal.class));
    for (int i = 0; i < 4; i++) {
      rig.answers(500, "");
    }
    assertThatThrownBy(() -> rig.provider.embedder().createdSince(Instant.EPOCH))
        .isInstanceOf(ListingFailed.class)
        .satisfies(e -> assertThat(((ListingFailed) e).outcome()).isInstanceOf(Later.class));
  }

  private CallOutcome create() {
    return rig.provider.embedder().create(REQUEST, ASSET, SendGate.OPEN);
  }
}
