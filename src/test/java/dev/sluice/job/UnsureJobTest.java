package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.Work;
import dev.sluice.embed.EmbedStep;
import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was held because nobody knew what became of it, and is answered after all. */
@ExtendWith(SparkExtension.class)
class UnsureJobTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4").toAbsolutePath();

  @TempDir private Path dir;

  @Test
  void whatWasQuarantinedAsUnsureEndsWithItsVectorsAndWithoutItsRow(SparkSession spark)
      throws Exception {
    Path manifest =
        Files.writeString(dir.resolve("m.csv"), "video_id,uri\nfile,%s\n".formatted(CLIP));
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    try (EmulatorServer emulator =
        EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers())) {
      JobSpec spec =
          SpecReader.read(
              Path.of("jobs/demo.yaml"),
              Optional.empty(),
              List.of(
                  "ingest.manifest=" + manifest,
                  "provider.url=" + emulator.baseUrl(),
                  "provider.key=none"));
      run(warehouse, spec, "ingest");
      String key =
          Work.CODEC
              .fromRow(new EmbedStep(spec.embed()).works(warehouse, "emulator").first())
              .workKey();
      QuarantineRow other =
          new QuarantineRow("ingest", "another", "unreadable_file", "-", Instant.EPOCH, true);
      warehouse.append(
          QuarantineRow.TABLE,
          List.of(new QuarantineRow("embed", key, "unsure", "held", Instant.EPOCH, true), other));

      run(warehouse, spec, "embed");
      assertThat(warehouse.rows(EmbeddingRow.TABLE))
          .isNotEmpty()
          .allMatch(row -> row.workKey().equals(key));
      assertThat(warehouse.rows(QuarantineRow.TABLE)).containsExactly(other);
    }
  }

  private static void run(Warehouse warehouse, JobSpec spec, String step) {
    RunOutcome run =
        new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
            .run(List.of(step), null, null, Duration.ZERO);
    assertThat(run.exit()).as(run.message().orElse("")).isEqualTo(ExitCode.DONE);
  }
}
