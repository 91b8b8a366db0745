package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.job.RunOutcome;
import dev.sluice.step.ExitCode;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider, or a network before it, that answers badly for as long as a run has patience. */
@ExtendWith(SparkExtension.class)
class ProviderBadDaysTest {
  private static final String CREATE = "POST /embed-v2/tasks";
  private static final String LOOK = "GET /embed-v2/tasks/{id}";
  private static final String LIST = "GET /embed-v2/tasks";

  @TempDir private Path dir;
  private EmulatorServer emulator;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void aProviderThatFailsForManyRunsCostsNothingAndNoWorkIsGivenUp(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    always(CREATE, Fault.SERVER_ERROR);
    for (int i = 0; i < 4; i++) {
      unfinished(day.run());
    }
    assertThat(emulator.log().creates(Operation.EMBED)).isZero();
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SERVER_ERROR_AFTER",
        "DROPPED_AFTER",
        "NO_ANSWER_AFTER",
        "GARBAGE_AFTER",
        "SLOW_BODY"
      })
  void createsWhoseAnswersAreLostArePaidOnce(Fault fault, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    always(CREATE, fault);
    RunOutcome spoiled = day.run();
    assertThat(spoiled.exit()).as(spoiled.message().orElse("")).isIn(ExitCode.DONE, ExitCode.AGAIN);
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "DROPPED_BEFORE", "GARBAGE_BEFORE", "CUT_OFF_AFTER"})
  void answersThatCannotBeFetchedAreFetchedLater(Fault fault, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    always(LOOK, fault);
    always(LIST, fault);
    RunOutcome spoiled = day.run();
    // A page that is no JSON may as well mean that this is not the provider.
    assertThat(spoiled.exit()).isIn(ExitCode.AGAIN, ExitCode.PROVIDER);
    assertThat(spoiled.message()).hasValueSatisfying(m -> assertThat(m).isNotBlank());
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  @Test
  void lostAnswersAreNotPaidAgainWhileTheListCannotBeRead(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    always(CREATE, Fault.DROPPED_AFTER);
    always(LIST, Fault.SERVER_ERROR);
    unfinished(day.run());
    unfinished(day.run());
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  @Test
  void aServerThatNeverAnsweredWithAListIsNotSentAnything(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    always(LIST, Fault.GARBAGE_BEFORE);
    RunOutcome spoiled = day.run();
    assertThat(spoiled.exit()).isEqualTo(ExitCode.PROVIDER);
    assertThat(spoiled.message()).hasValueSatisfying(m -> assertThat(m).contains("base address"));
    assertThat(emulator.log().creates(Operation.EMBED)).isZero();
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  private void always(String route, Fault fault) {
    emulator.faults().some(route, fault, 1.0, 1);
  }

  // Safe to run again, and it says what is missing.
  private static void unfinished(RunOutcome outcome) {
    assertThat(outcome.exit()).as(outcome.message().orElse("")).isEqualTo(ExitCode.AGAIN);
    assertThat(outcome.message()).hasValueSatisfying(message -> assertThat(message).isNotBlank());
  }
}
