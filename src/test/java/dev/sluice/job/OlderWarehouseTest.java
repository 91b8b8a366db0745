package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.calls.KnownWorks;
import dev.sluice.cluster.ClusterStep;
import dev.sluice.embed.EmbedStep;
import dev.sluice.export.ExportStep;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A warehouse that was written on 2026-11-21 by the version of commit adfd42c: six videos, five
 * paid embeddings, two clusters, a release. Since then clusterings and releases have gained columns
 * and many tables have come.
 */
@ExtendWith(SparkExtension.class)
class OlderWarehouseTest {
  private static final Path STORED = Path.of("src/test/resources/dev/sluice/tables/older");
  private static final String JOB =
      """
      job: older
      provider: {name: emulator}
      embed: {model: marengo3.0}
      cluster: {k: 2}
      """;

  @TempDir private Path dir;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(STORED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = dir.resolve("w").resolve(STORED.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  @Test
  void whatWasPaidIsKnownAndGainedColumnsComeWithTheNextWrite(SparkSession spark)
      throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    assertThat(warehouse.otherVersions(Tables.ALL)).isEmpty();
    Map<String, String> before = warehouse.versions(Tables.ALL);
    KnownWorks.Counts works =
        KnownWorks.of(
            warehouse,
            dir.resolve("journal").toString(),
            new EmbedStep(spec(JOB).embed()).works(warehouse, "emulator"));
    assertThat(works.asked()).isEqualTo(5);
    assertThat(works.done()).as("no work is paid again").isEqualTo(5);
    ReleaseRow old = warehouse.rows(ReleaseRow.TABLE).get(0);
    assertThat(old.settings()).isNull();
    assertThat(old.withdrawn()).isFalse();
    assertThat(warehouse.versions(Tables.ALL)).as("reading changes nothing").isEqualTo(before);

    assertThatThrownBy(() -> export(warehouse, "export: {from: older-001}"))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("did not keep its settings");
    assertThat(export(warehouse, "export: {formats: [npy], where: \"label = 'tree'\"}").headline())
        .startsWith("release older-002: 3 items");
    assertThat(warehouse.rows(ReleaseRow.TABLE))
        .contains(old)
        .filteredOn(release -> release.name().equals("older-002"))
        .singleElement()
        .satisfies(release -> assertThat(release.settings()).containsKey("shard-items"));
  }

  @Test
  void aClusteringFromBeforeItsSettingsWereKeptIsFoundAgain(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    String old = warehouse.rows(ClusteringRow.TABLE).get(0).clusteringId();
    StepReport report =
        new ClusterStep(spec(JOB).cluster())
            .run(Steps.context(warehouse, CannedSpender.paysNothing("emulator")));
    assertThat(warehouse.rows(ClusteringRow.TABLE))
        .as("%s: labels that were paid for stay with it", report.headline())
        .extracting(ClusteringRow::clusteringId)
        .containsExactly(old);
  }

  @Test
  void aWarehouseFromTheFutureIsRefusedBeforeAnythingIsWritten(SparkSession spark)
      throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('sluice.schemaVersion' = '2')"
            .formatted(warehouse.identifier(VideoRow.TABLE)));
    Map<String, String> before = warehouse.versions(Tables.ALL);
    RunOutcome outcome =
        new JobRunner(warehouse, spec(JOB), Clock.systemUTC(), Progress.SILENT)
            .run(List.of(), null, null, Duration.ZERO);
    assertThat(outcome.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.message().orElseThrow())
        .contains("videos (version 2); this one writes version 1. Use the version that wrote them");
    assertThat(warehouse.versions(Tables.ALL)).isEqualTo(before);
  }

  private StepReport export(Warehouse warehouse, String block) throws IOException {
    return new ExportStep(spec("job: older\nprovider: {name: emulator}\n" + block + "\n").export())
        .run(
            new StepContext(
                warehouse,
                null,
                new RunInfo("r", "older", "c", "v"),
                Clock.systemUTC(),
                Progress.SILENT));
  }

  private JobSpec spec(String yaml) throws IOException {
    return SpecReader.read(
        Files.writeString(dir.resolve("job.yaml"), yaml), Optional.empty(), List.of());
  }
}
