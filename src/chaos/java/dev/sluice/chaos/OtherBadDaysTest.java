package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.job.RunOutcome;
import dev.sluice.step.ExitCode;
import dev.sluice.tables.CallRow;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are wrong, tables of another version, two runs at once. */
@ExtendWith(SparkExtension.class)
class OtherBadDaysTest {
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

  @ParameterizedTest
  @ValueSource(ints = {-26, 26})
  void aDriverWhoseClockIsHoursOffPaysOnce(int hours, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    day.by(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)));
    emulator.faults().next(Operation.EMBED, Fault.DROPPED_AFTER, 2);
    day.endsWell(emulator);
  }

  @Test
  void aDriverWhoseClockJumpsPaysOnce(SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl()).by(new Jumping());
    emulator.faults().next(Operation.EMBED, Fault.DROPPED_AFTER, 2);
    day.endsWell(emulator);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void aLedgerOfAnotherVersionIsRefusedWithInstructions(String version, SparkSession spark) {
    BadDay day = new BadDay(spark, dir, emulator.baseUrl());
    day.endsWell(emulator);
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('sluice.schemaVersion' = '%s')"
            .formatted(day.warehouse().identifier(CallRow.TABLE), version));
    long requests = emulator.log().requests();
    RunOutcome refused = day.run();
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.message())
        .hasValueSatisfying(
            message -> assertThat(message).contains("calls").contains("version " + version));
    assertThat(emulator.log().requests()).isEqualTo(requests);
  }

  @Test
  void ofTwoRunsAtOnceTheSecondNamesTheFirstAndPaysNothing(SparkSession spark) {
    emulator.close();
    emulator =
        EmulatorServer.start(
            EmulatorConf.defaults().withMadeUpAnswers().withLatency(Duration.ofSeconds(2)));
    BadDay day = new BadDay(spark, dir, emulator.baseUrl()).calls("patience-sec", 60);
    CompletableFuture<RunOutcome> first = CompletableFuture.supplyAsync(day::run);
    while (emulator.log().creates(Operation.EMBED) == 0 && !first.isDone()) {
      LockSupport.parkNanos(20_000_000);
    }
    RunOutcome second = day.run();
    assertThat(second.exit()).isEqualTo(ExitCode.AGAIN);
    assertThat(second.bill().creates()).isZero();
    RunOutcome done = first.join();
    assertThat(done.exit()).as(done.message().orElse("")).isEqualTo(ExitCode.DONE);
    assertThat(second.message())
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .contains(done.runId())
                    .contains("process " + ProcessHandle.current().pid()));
    day.endsWell(emulator);
  }

  /** A clock that is right, a day ahead, a day behind, and so on, at every look. */
  private static final class Jumping extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return InstantSource.fixed(instant()).withZone(zone);
    }

    @Override
    public Instant instant() {
      int days = looks.incrementAndGet() % 3 - 1;
      return Instant.now().plus(Duration.ofDays(days));
    }
  }
}
