package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chaos.Meddler.Way;
import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.job.RunOutcome;
import dev.sluice.step.ExitCode;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
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
  private static final String CREATE = "POST /v1.3/embed-v2/tasks";
  private static final String LOOK = "GET /v1.3/embed-v2/tasks/";
  private static final String LIST = "GET /v1.3/embed-v2/tasks?";

  @TempDir private Path dir;
  private EmulatorServer emulator;
  private Meddler network;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults());
    network = Meddler.before(emulator.baseUrl());
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    emulator.close();
  }

  @Test
  void aProviderThatFailsForManyRunsCostsNothingAndNoWorkIsGivenUp(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    emulator.faults().next(Operation.EMBED, Fault.SERVER_ERROR, 10_000);
    for (int i = 0; i < 4; i++) {
      unfinished(day.run());
    }
    assertThat(emulator.log().creates(Operation.EMBED)).isZero();
    emulator.faults().clear();
    day.endsWell(emulator);
  }

  @Test
  void aProviderThatAcceptsAndThenFailsIsPaidOnce(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    emulator.faults().next(Operation.EMBED, Fault.SERVER_ERROR_AFTER, BadDay.CLIPS);
    day.endsWell(emulator);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void spoiledAnswersToCreatesArePaidOnce(Way way, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, network.url());
    network.spoil(CREATE, way);
    RunOutcome spoiled = day.run();
    assertThat(spoiled.exit()).as(spoiled.message().orElse("")).isIn(ExitCode.DONE, ExitCode.AGAIN);
    network.relent();
    day.endsWell(emulator);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void spoiledAnswersToLooksLoseNothing(Way way, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, network.url());
    network.spoil(LOOK, way);
    network.spoil(LIST, way);
    unfinished(day.run());
    network.relent();
    day.endsWell(emulator);
  }

  @Test
  void lostAnswersAreNotPaidAgainWhileTheListIsSpoiled(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, network.url());
    network.spoil(CREATE, Way.HALF_CLOSED);
    network.spoil(LIST, Way.OTHER_JSON);
    unfinished(day.run());
    unfinished(day.run());
    assertThat(emulator.log().creates(Operation.EMBED)).isLessThanOrEqualTo(BadDay.CLIPS);
    network.relent();
    day.endsWell(emulator);
  }

  // Safe to run again, and it says what is missing.
  private static void unfinished(RunOutcome outcome) {
    assertThat(outcome.exit()).as(outcome.message().orElse("")).isEqualTo(ExitCode.AGAIN);
    assertThat(outcome.message()).hasValueSatisfying(message -> assertThat(message).isNotBlank());
  }
}
