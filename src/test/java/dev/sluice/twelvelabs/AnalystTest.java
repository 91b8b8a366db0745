package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.LabelAnswer;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.Span;
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

class AnalystTest {
  private static final String TAG = "Zm9vYmFy-1";
  private static final ProviderRef TASK = new ProviderRef("66f0a1b2c3d4e5f607182951");

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
  void asksAClosedQuestionInTheDocumentedShape() throws InterruptedException {
    rig.answersLike(202, "analyze-created");
    assertThat(create(Optional.empty())).isEqualTo(new Pending(TASK));
    RecordedRequest sent = rig.request();
    assertThat(sent.getRequestLine()).startsWith("POST /v1.3/analyze/tasks ");
    assertThat(sent.getHeaders().get("Idempotency-Key")).isEqualTo(TAG);
    String body = sent.getBody().utf8();
    WireContract.of("request-analyze").checkExactly(body);
    assertThat(body)
        .contains(
            "\"video\":{\"type\":\"asset_id\",\"asset_id\":\"66f0a1b2c3d4e5f60718293a\"}",
            "\"custom_id\":\"Zm9vYmFy-1\"",
            "\"label\":{\"type\":\"string\",\"enum\":[\"street\",\"shop\"]}",
            "\"required\":[\"label\",\"evidence\"]")
        .doesNotContain("null", "start_time");
  }

  @Test
  void asksAboutTheItemsOwnSpan() throws InterruptedException {
    rig.answersLike(202, "analyze-created");
    create(Optional.of(new Span(12, 27.5)));
    assertThat(rig.request().getBody().utf8()).contains("\"start_time\":12.0,\"end_time\":27.5");
  }

  @Test
  void oneRepeatUnderTheSameKeyFindsTheTaskOfALostAnswer() throws InterruptedException {
    rig.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()))
        .answersLike(202, "analyze-created");
    assertThat(create(Optional.empty())).isEqualTo(new Pending(TASK));
    RecordedRequest first = rig.request();
    RecordedRequest second = rig.request();
    assertThat(second.getHeaders().get("Idempotency-Key"))
        .isEqualTo(first.getHeaders().get("Idempotency-Key"));
    assertThat(second.getBody()).isEqualTo(first.getBody());
  }

  @Test
  void afterALostAnswerNothingButAnIdIsSure() {
    rig.answers(500, "").answers(400, Replies.flat("parameter_invalid", "no"));
    assertThat(create(Optional.empty())).isInstanceOf(Unsure.class);
    rig.answers(500, "").answers(503, "");
    assertThat(create(Optional.empty())).isInstanceOf(Unsure.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void aRefusalIsNotRepeated() {
    rig.answers(422, Replies.flat("parameter_invalid", "keyword"));
    assertThat(create(Optional.empty())).isInstanceOf(Refused.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void bothAttemptsTogetherStayWithinTheTimeOfOneCreate() throws IOException {
    try (Rig hasty = new Rig("twelvelabs", Duration.ofMillis(400))) {
      hasty.answers(Rig.response(202, "{}").headersDelay(5, TimeUnit.SECONDS));
      assertThat(create(hasty, Optional.empty())).isInstanceOf(Unsure.class);
      assertThat(hasty.server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void readsTheAnswerText() {
    rig.answersLike(200, "analyze-ready");
    Done done = (Done) rig.provider.analyst().look(TASK);
    assertThat(rig.provider.analyst().read(done.answer()))
        .isEqualTo(
            new LabelAnswer(
                "{\"label\":\"street\",\"evidence\":\"people walk past shop windows\"}"));
    assertThatThrownBy(() -> rig.provider.analyst().read("{}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsTasksWithTheIdsThatWeGaveThem() {
    rig.answersLike(200, "analyze-list");
    assertThat(rig.provider.analyst().createdSince(Instant.parse("2026-11-20T00:00:00Z")))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.ref()).isEqualTo(TASK);
              assertThat(task.customId()).isEqualTo(TAG);
            });
  }

  @Test
  void aTagThatTheProviderWouldRefuseIsAProgrammingError() {
    assertThatThrownBy(
            () ->
                rig.provider
                    .analyst()
                    .create(request(Optional.empty()), asset(), SendGate.OPEN, "a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CallOutcome create(Optional<Span> span) {
    return create(rig, span);
  }

  private static CallOutcome create(Rig rig, Optional<Span> span) {
    return rig.provider.analyst().create(request(span), asset(), SendGate.OPEN, TAG);
  }

  private static MediaSource asset() {
    return new MediaSource.Asset(Replies.ASSET);
  }

  private static AnalyzeRequest request(Optional<Span> span) {
    return new AnalyzeRequest(
        "pegasus1.5", "Which label describes the clip?", List.of("street", "shop"), 0.2, 512, span);
  }
}
