package dev.sluice.twelvelabs;

import static dev.sluice.twelvelabs.Replies.TASK;
import static dev.sluice.twelvelabs.Replies.answer;
import static dev.sluice.twelvelabs.Replies.contract;
import static dev.sluice.twelvelabs.Replies.flat;
import static dev.sluice.twelvelabs.Replies.looked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.Usage;
import dev.sluice.testing.WireContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookOutcomesTest {

  @ParameterizedTest
  @CsvSource({
    "UPLOAD, asset-processing",
    "EMBED, embed-processing",
    "EMBED, embed-created",
    "ANALYZE, analyze-queued"
  })
  void unfinishedIsPending(Operation operation, String name) {
    assertThat(looked(operation, contract(200, name))).isEqualTo(new Pending(TASK));
  }

  @Test
  void aFinishedEmbeddingIsDoneWithItsRawAnswerAndMinutes() {
    Done done = (Done) looked(Operation.EMBED, contract(200, "embed-ready"));
    assertThat(new String(done.answer(), UTF_8)).isEqualTo(WireContract.of("embed-ready").body());
    assertThat(done.usage()).isEqualTo(new Usage(10.0 / 60, 1234, 0));
    assertThat(done.ref()).isEqualTo(TASK);
    assertThat(done.servedBy()).isEmpty();
  }

  @Test
  void aFinishedAnalysisIsDoneWithTheMinutesOfItsSpanAndItsTokens() {
    Done done = (Done) looked(Operation.ANALYZE, contract(200, "analyze-ready"));
    assertThat(done.usage()).isEqualTo(new Usage(0.25, 9000, 21));
  }

  @Test
  void aReadyAssetIsDoneAndFree() {
    Done done = (Done) looked(Operation.UPLOAD, contract(200, "asset-ready"));
    assertThat(done.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void theEmulatorSaysWhichModelAnswered() {
    CallOutcome outcome =
        new LookOutcomes(Replies.REFUSALS, new EmulatorMark("emulator"), Replies.SCRUB)
            .of(
                Operation.EMBED,
                TASK,
                answer(
                    200,
                    WireContract.of("embed-ready").body(),
                    Map.of("X-Sluice-Emulator", "mobilenetv2@0748d4f0")));
    assertThat(((Done) outcome).servedBy()).isEqualTo("mobilenetv2@0748d4f0");
  }

  @ParameterizedTest
  @CsvSource({
    "UPLOAD, asset-failed, asset_failed",
    "EMBED, embed-failed, task_failed",
    "ANALYZE, analyze-failed, task_failed"
  })
  void givenUpIsFailedWithTheProvidersWords(Operation operation, String name, String code) {
    Failed failed = (Failed) looked(operation, contract(200, name));
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).isNotEmpty();
  }

  @Test
  void readyWithoutAResultIsNoReasonToBuyItAgain() {
    String body = "{\"_id\":\"x\",\"status\":\"ready\",\"data\":null}";
    assertThat(((Refused) looked(Operation.EMBED, answer(200, body))).code())
        .isEqualTo("empty_result");
    assertThat(((Failed) looked(Operation.STORED, answer(200, body))).code())
        .isEqualTo("empty_result");
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void tooManyLooksAreToldAsSuchWithTheTimeToStayAway(Operation operation) {
    assertThat(looked(operation, answer(429, "", Map.of("Retry-After", "7"))))
        .isInstanceOfSatisfying(
            Throttled.class, told -> assertThat(told.pause()).isEqualTo(Duration.ofSeconds(7)));
    assertThat(looked(operation, answer(429, ""))).isInstanceOf(Throttled.class);
  }

  @ParameterizedTest
  @CsvSource({
    "404, resource_not_exist",
    "400, resource_not_exist",
    "404, not_found",
    "404, NOT_FOUND"
  })
  void aTaskThatIsNotThereHasExpired(int status, String code) {
    String wrapped = "{\"error\":{\"code\":\"%s\",\"message\":\"gone\"}}".formatted(code);
    assertThat(((Failed) looked(Operation.EMBED, answer(status, wrapped))).code())
        .isEqualTo("expired");
    assertThat(looked(Operation.UPLOAD, answer(status, wrapped))).isInstanceOf(SourceGone.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>404</html>",
        "",
        "{\"message\":\"no Route matched\"}",
        "{\"code\":\"not_found\",\"message\":\"GET v2 is not a route\"}"
      })
  void aNotFoundThatIsNotTheApisIsNoReasonToPayAgain(String body) {
    CallOutcome outcome = looked(Operation.EMBED, answer(404, body));
    assertThat(((Fatal) outcome).cause()).isEqualTo(FatalCause.WRONG_ADDRESS);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void anythingThatALaterLookMayChangeIsPending(Operation operation) {
    for (int status : new int[] {408, 500, 502, 503, 504}) {
      assertThat(looked(operation, answer(status, "<html>"))).isEqualTo(new Pending(TASK));
    }
    assertThat(looked(operation, answer(200, "{\"status\":"))).isEqualTo(new Pending(TASK));
    assertThat(looked(operation, answer(200, "{\"status\":\"thinking\"}")))
        .isEqualTo(new Pending(TASK));
    assertThat(looked(operation, new Exchange.Lost("x"))).isEqualTo(new Pending(TASK));
    assertThat(looked(operation, new Exchange.NotSent("x"))).isEqualTo(new Pending(TASK));
  }

  @Test
  void anotherAccountsTaskMeansTheWrongKeyButItsAssetIsJustGone() {
    Exchange foreign = answer(403, flat("read_not_allowed", "not authorized to read entity"));
    assertThat(((Fatal) looked(Operation.EMBED, foreign)).cause()).isEqualTo(FatalCause.BAD_KEY);
    assertThat(looked(Operation.UPLOAD, foreign)).isInstanceOf(SourceGone.class);
  }

  @Test
  void aBadKeyIsFatalAndAHugeAnswerIsRefused() {
    assertThat(
            ((Fatal) looked(Operation.EMBED, answer(401, flat("api_key_invalid", "no")))).cause())
        .isEqualTo(FatalCause.BAD_KEY);
    assertThat(((Refused) looked(Operation.EMBED, new Exchange.TooLarge("big"))).code())
        .isEqualTo("answer_too_large");
  }
}
