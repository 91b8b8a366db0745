package dev.sluice.twelvelabs;

import static dev.sluice.twelvelabs.Replies.answer;
import static dev.sluice.twelvelabs.Replies.contract;
import static dev.sluice.twelvelabs.Replies.created;
import static dev.sluice.twelvelabs.Replies.flat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.ProviderRef;
import dev.sluice.testing.WireContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateOutcomesTest {

  @ParameterizedTest
  @CsvSource({
    "EMBED, 202, embed-created, 66f0a1b2c3d4e5f607182940",
    "ANALYZE, 202, analyze-created, 66f0a1b2c3d4e5f607182951",
    "UPLOAD, 201, asset-processing, 66f0a1b2c3d4e5f60718293a",
    "UPLOAD, 200, asset-ready, 66f0a1b2c3d4e5f60718293a"
  })
  void acceptedIsPendingWithTheProvidersId(
      Operation operation, int status, String name, String id) {
    assertThat(created(operation, contract(status, name)))
        .isEqualTo(new Pending(new ProviderRef(id)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>ok</html>", "{}", "{\"_id\":\"\"}", "{\"_id\":null}", "[1]"})
  void acceptedWithoutAnIdIsUnsure(String body) {
    assertThat(created(answer(202, body))).isInstanceOf(Unsure.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504, 520, 599})
  void whateverMayHaveBeenAcceptedIsUnsure(int status) {
    assertThat(created(answer(status, flat("generic_error", "oops")))).isInstanceOf(Unsure.class);
    assertThat(created(answer(status, "<html>bad gateway</html>"))).isInstanceOf(Unsure.class);
    assertThat(created(answer(status, "", Map.of("Retry-After", "0")))).isInstanceOf(Unsure.class);
  }

  @Test
  void lostIsUnsureAndNotSentIsForLater() {
    assertThat(created(new Exchange.Lost("timeout"))).isEqualTo(new Unsure("timeout"));
    assertThat(created(new Exchange.TooLarge("big"))).isEqualTo(new Unsure("big"));
    assertThat(created(new Exchange.NotSent("refused")))
        .isEqualTo(new Later(Duration.ofSeconds(1), "refused"));
  }

  @Test
  void ourOwnFileIsNoWordOfTheProvider() {
    assertThat(created(new Exchange.SourceFailed("source_missing", true, "gone")))
        .isEqualTo(new CallOutcome.Unread("source_missing", true, "gone"));
    assertThat(created(new Exchange.SourceFailed("source_unreadable", false, "io")))
        .isEqualTo(new CallOutcome.Unread("source_unreadable", false, "io"));
  }

  @ParameterizedTest
  @CsvSource({
    "error-flat, parameter_invalid",
    "error-wrapped, VALIDATION_ERROR",
    "error-numbered, 104"
  })
  void everyErrorShapeGivesItsCode(String name, String code) {
    CallOutcome outcome = created(contract(400, name));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).code()).isEqualTo(code);
    assertThat(((Refused) outcome).message()).contains("400");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 413, 422})
  void validationIsRefusedExceptWhereAnEarlierRequestMayStand(int status) {
    CallOutcome outcome = created(answer(status, flat("parameter_invalid", "no")));
    assertThat(outcome).isInstanceOf(status == 409 ? Unsure.class : Refused.class);
  }

  @Test
  void anErrorWithoutACodeIsNamedAfterItsStatus() {
    assertThat(((Refused) created(answer(413, "<html>nginx</html>"))).code()).isEqualTo("http_413");
  }

  @ParameterizedTest
  @CsvSource({
    "401, api_key_invalid, BAD_KEY",
    "401, '', BAD_KEY",
    "403, api_not_allowed, BAD_KEY",
    "403, '', BAD_KEY",
    "400, api_upgrade_required, BAD_KEY",
    "403, region_not_allowed, BAD_KEY",
    "400, usage_limit_exceeded, NO_FUNDS",
    "429, usage_limit_exceeded, NO_FUNDS",
    "402, '', NO_FUNDS",
    "403, insufficient_funds, NO_FUNDS",
    "302, '', WRONG_ADDRESS",
    "404, '', WRONG_ADDRESS",
    "400, parameter_unknown, NOT_UNDERSTOOD",
    "400, parameter_not_provided, NOT_UNDERSTOOD",
    "400, content_type_invalid, NOT_UNDERSTOOD",
    "415, '', NOT_UNDERSTOOD"
  })
  void whatNoFurtherCallCanGetPastIsFatal(int status, String code, FatalCause cause) {
    CallOutcome outcome = created(answer(status, flat(code, "said")));
    assertThat(outcome).isInstanceOf(Fatal.class);
    assertThat(((Fatal) outcome).cause()).isEqualTo(cause);
  }

  @Test
  void htmlInsteadOfTheApiIsAWrongAddress() {
    CallOutcome outcome = created(answer(404, "<html>not here</html>"));
    assertThat(((Fatal) outcome).cause()).isEqualTo(FatalCause.WRONG_ADDRESS);
    assertThat(((Fatal) outcome).message()).contains("check the base address");
  }

  @Test
  void aWithdrawnModelIsFatalAndNamesItsSuccessor() {
    CallOutcome embed =
        created(
            answer(
                400,
                flat(
                    "parameter_invalid",
                    "The model_name parameter is invalid. Marengo-retrieval-2.7 is no longer"
                        + " supported. Please use marengo3.0 instead.")));
    assertThat(((Fatal) embed).cause()).isEqualTo(FatalCause.SUNSET_MODEL);
    assertThat(((Fatal) embed).message()).contains("use marengo3.0");
    CallOutcome analyze =
        created(
            Operation.ANALYZE,
            answer(
                400, flat("parameter_invalid", "model pegasus1.2 has been sunset on August 18")));
    assertThat(((Fatal) analyze).cause()).isEqualTo(FatalCause.SUNSET_MODEL);
    CallOutcome schema =
        created(
            Operation.ANALYZE,
            answer(422, flat("parameter_invalid", "String length constraints are not supported")));
    assertThat(schema).isInstanceOf(Refused.class);
  }

  @Test
  void throttledEvenWithoutABody() {
    assertThat(created(answer(429, ""))).isInstanceOf(Throttled.class);
    assertThat(((Throttled) created(answer(429, "", Map.of("Retry-After", "7")))).pause())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "400, resource_not_exist, Resource with id 66f0 does not exist in assets.",
    "404, resource_not_exist, gone",
    "404, not_found, asset 66f0a1b2c3d4e5f60718293a not found",
    "403, read_not_allowed, The caller is not authorized to read entity 66f0."
  })
  void aMissingAssetIsSourceGone(int status, String code, String message) {
    assertThat(created(answer(status, flat(code, message)))).isInstanceOf(SourceGone.class);
  }

  @Test
  void aMissingThingWithoutAnAssetIsRefused() {
    CallOutcome outcome =
        new CreateOutcomes(Replies.REFUSALS, new EmulatorMark("twelvelabs"))
            .of(
                Operation.EMBED,
                Optional.empty(),
                answer(400, flat("resource_not_exist", "no such url")));
    assertThat(outcome).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, parameter_invalid, The asset is not ready.",
    "400, parameter_invalid, Asset is still processing",
    "409, asset_not_ready, wait",
    "400, parameter_invalid, asset 66f0a1b2c3d4e5f60718293a is being processed"
  })
  void anAssetThatIsNotReadyIsTriedAgain(int status, String code, String message) {
    CallOutcome outcome = created(answer(status, flat(code, message)));
    assertThat(outcome).isInstanceOf(Later.class);
    assertThat(((Later) outcome).pause()).isPositive();
  }

  @Test
  void aFailedAssetIsNotWaitedFor() {
    String message = "The asset 66f0 is not ready: its status is failed.";
    assertThat(created(answer(400, flat("parameter_invalid", message))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void anUnknownPathIsNotAMissingAsset() {
    CallOutcome outcome = created(answer(404, flat("not_found", "POST assets is not a route")));
    assertThat(((Fatal) outcome).cause()).isEqualTo(FatalCause.WRONG_ADDRESS);
  }

  @Test
  void aFileOfATypeThatIsNotTakenIsNoReasonToStop() {
    Exchange unsupported = answer(415, "");
    assertThat(
            new CreateOutcomes(Replies.REFUSALS, new EmulatorMark("twelvelabs"))
                .of(Operation.UPLOAD, Optional.empty(), unsupported))
        .isInstanceOf(Refused.class);
    assertThat(created(unsupported)).isInstanceOf(Fatal.class);
  }

  @Test
  void anEmulatorNeverPassesForTwelveLabs() {
    Exchange marked =
        answer(202, WireContract.of("embed-created").body(), Map.of("X-Sluice-Emulator", "m@1"));
    assertThat(((Fatal) created(marked)).cause()).isEqualTo(FatalCause.WRONG_ADDRESS);
    CallOutcome named =
        new CreateOutcomes(Replies.REFUSALS, new EmulatorMark("emulator"))
            .of(Operation.EMBED, Optional.empty(), marked);
    assertThat(named).isInstanceOf(Pending.class);
  }
}
