package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.PromptVectorRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The classification tutorial's job against the emulator: what it pays, not what it finds. */
@ExtendWith(SparkExtension.class)
class VideoTopicsJobTest {
  private static final int PROMPTS = 33;

  @TempDir private Path dir;

  @Test
  void promptsArePaidForOnceWhateverVideosCome(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      JobSpec two = spec(emulator, "tree_00", "coin_00");
      Plan.Line planned = classifyLine(warehouse, two);
      assertThat(planned.fresh()).isEqualTo(PROMPTS);
      assertThat(planned.price()).isCloseTo(PROMPTS * 0.07 / 1000, within(1e-9));
      assertThat(emulator.log().requests()).as("a plan calls nobody").isZero();

      RunOutcome first = run(warehouse, two);
      assertThat(first.exit()).as(first.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(emulator.log().creates(Operation.EMBED_TEXT)).isEqualTo(PROMPTS);
      assertThat(first.bill().spentEver()).isGreaterThan(PROMPTS * 0.07 / 1000);
      assertThat(first.bill().listSpentEver())
          .as("both lists are one")
          .isCloseTo(first.bill().spentEver(), within(1e-9));
      assertThat(lines(first))
          .contains("33 prompts: 33 paid now")
          .contains(
              "provider emulator: its vectors of prompts are made up, so these classes mean"
                  + " nothing");
      assertThat(warehouse.rows(PromptVectorRow.TABLE)).hasSize(PROMPTS);
      assertThat(warehouse.rows(ClassificationRow.TABLE)).hasSize(2 * 4);
      assertThat(classifyLine(warehouse, two).fresh()).isZero();
    }
    try (EmulatorServer elsewhere = EmulatorServer.start(EmulatorConf.defaults())) {
      Map<String, String> before = versionsWithoutRuns(warehouse);
      RunOutcome again = run(warehouse, spec(elsewhere, "tree_00", "coin_00"));
      assertThat(again.exit()).isEqualTo(ExitCode.DONE);
      assertThat(elsewhere.log().requests()).isZero();
      assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);
    }
    try (EmulatorServer elsewhere = EmulatorServer.start(EmulatorConf.defaults())) {
      RunOutcome grown = run(warehouse, spec(elsewhere, "tree_00", "coin_00", "city_00"));
      assertThat(grown.exit()).isEqualTo(ExitCode.DONE);
      assertThat(elsewhere.log().creates(Operation.EMBED)).isEqualTo(1);
      assertThat(elsewhere.log().creates(Operation.EMBED_TEXT)).isZero();
      assertThat(lines(grown)).contains("33 prompts: 0 paid now");
      assertThat(warehouse.rows(ClassificationRow.TABLE)).hasSize(3 * 4);
    }
  }

  private JobSpec spec(EmulatorServer emulator, String... clips) throws IOException {
    StringBuilder manifest = new StringBuilder("video_id,uri\n");
    for (String clip : clips) {
      Path file = Path.of("jobs/demo/clips/" + clip + ".mp4").toAbsolutePath();
      manifest.append(clip).append(',').append(file).append('\n');
    }
    Path csv = Files.writeString(dir.resolve("manifest-" + clips.length + ".csv"), manifest);
    return SpecReader.read(
        Path.of("jobs/video-topics.yaml"),
        Optional.empty(),
        List.of(
            "ingest.manifest=" + csv,
            "embed.modalities=[visual]",
            "provider.name=emulator",
            "provider.key=none",
            "provider.list-prices=conf/prices/twelvelabs-2026-07-30.yaml",
            "provider.url=" + emulator.baseUrl(),
            "provider.limits="));
  }

  private static Plan.Line classifyLine(Warehouse warehouse, JobSpec spec) {
    return new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .plan().lines().stream()
            .filter(line -> line.step().equals("classify"))
            .findFirst()
            .orElseThrow();
  }

  private static RunOutcome run(Warehouse warehouse, JobSpec spec) {
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(List.of(), null, null, Duration.ZERO);
  }

  private static List<String> lines(RunOutcome outcome) {
    return outcome.steps().stream()
        .filter(step -> step.name().equals("classify"))
        .flatMap(step -> step.report().lines().stream())
        .toList();
  }

  private static Map<String, String> versionsWithoutRuns(Warehouse warehouse) {
    Map<String, String> versions = new HashMap<>(warehouse.versions(Tables.ALL));
    versions.remove("runs");
    return versions;
  }
}
