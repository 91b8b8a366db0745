package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.job.RunOutcome;
import dev.sluice.step.ExitCode;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that cannot be written, or not any more. */
@ExtendWith(SparkExtension.class)
class JournalBadDaysTest {
  @TempDir private Path dir;
  private EmulatorServer emulator;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
  }

  @AfterEach
  void stop() {
    emulator.close();
    FullFileSystem.room(Integer.MAX_VALUE);
  }

  @Test
  void aJournalThatIsNoFolderEndsTheRunBeforeAnythingIsSent(SparkSession spark) throws IOException {
    Path file = Files.writeString(dir.resolve("journal"), "not a folder");
    BadDay day = new BadDay(spark, dir, emulator.baseUrl()).calls("journal", file);
    RunOutcome outcome = day.run();
    assertThat(outcome.exit()).isNotIn(ExitCode.DONE, ExitCode.INTERNAL);
    assertThat(outcome.message()).hasValueSatisfying(m -> assertThat(m).contains(file.toString()));
    assertThat(emulator.log().creates(Operation.EMBED)).isZero();
    Files.delete(file);
    day.endsWell(emulator);
  }

  /**
   * Each work stores three facts: full before the first intent, after some, before an id, a result.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5})
  void aFullJournalStopsCreatingAndLosesNothing(int room, SparkSession spark) {
    spark.sparkContext().hadoopConfiguration().set("fs.full.impl", FullFileSystem.class.getName());
    BadDay day =
        new BadDay(spark, dir, emulator.baseUrl())
            .calls("journal", "full:" + dir.resolve("journal"))
            .calls("in-flight", 1)
            .calls("partitions", 1);
    FullFileSystem.room(room);
    RunOutcome full = day.run();
    assertThat(full.exit()).as(full.message().orElse("")).isEqualTo(ExitCode.AGAIN);
    assertThat(full.message()).hasValueSatisfying(m -> assertThat(m).contains("journal"));
    assertThat(emulator.log().creates(Operation.EMBED)).isLessThanOrEqualTo(room);
    FullFileSystem.room(Integer.MAX_VALUE);
    day.endsWell(emulator);
  }
}
