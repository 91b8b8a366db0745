package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.embed.EmbedConf;
import dev.sluice.embed.EmbedStep;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.Budget;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that stop before all is done. */
@ExtendWith(SparkExtension.class)
class StoppedRunTest {
  @TempDir private Path dir;
  private SpendRig rig;

  @BeforeEach
  void start(SparkSession spark) {
    rig = new SpendRig(spark, dir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void vectorsThatWerePaidForAreKeptWhenTheBudgetEndsTheRun() {
    rig.warehouse()
        .append(
            VideoRow.TABLE, List.of(QuarantineTest.video("tree"), QuarantineTest.video("ocean")));
    EmbedStep step = new EmbedStep(new EmbedConf(null, null, null, null, null, null, null));
    DeltaSpender poor =
        new DeltaSpender(
            rig.warehouse(),
            SpendRig.settings(
                new ProviderConf(
                    "emulator", rig.emulator.baseUrl(), "none", Duration.ofSeconds(20)),
                dir,
                Optional.of(new Budget(0.004, "USD", "day")),
                RunOn.EXECUTORS,
                1,
                Duration.ofSeconds(3)),
            () -> true,
            Clock.systemUTC(),
            line -> {});
    assertThatThrownBy(() -> step.run(Steps.context(rig.warehouse(), poor)))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("budget")
        .hasNoSuppressedExceptions();
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(1);
    assertThat(rig.warehouse().rows(EmbeddingRow.TABLE))
        .extracting(EmbeddingRow::workKey)
        .isNotEmpty();
  }

  @Test
  void aProviderThatGivesUpAllItAcceptsGetsNoMoreOfTheBacklog() throws IOException {
    rig.emulator.faults().next(Operation.EMBED, Fault.WORK_FAILS, 1000);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Path copy = dir.resolve("v" + i + ".mp4");
      Files.copy(Path.of("jobs/demo/clips/coin_00.mp4"), copy);
      files.add(copy.toUri().toString());
    }
    List<Work> works = SpendRig.works(files.toArray(String[]::new));
    assertThatThrownBy(() -> rig.spend(works))
        .isInstanceOfSatisfying(
            SpendingStopped.class, e -> assertThat(e.why()).isEqualTo(SpendingStopped.Why.FAILING))
        .hasMessageContaining("task_failed");
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isBetween(20L, 40L);
    rig.emulator.faults().clear();
    assertThat(rig.spend(works).done()).as("none was given up for good").isEqualTo(40);
  }
}
