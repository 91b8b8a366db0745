package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's job from a Delta manifest, with its real price list, against the emulator. */
@ExtendWith(SparkExtension.class)
class WorkerSafetyJobTest {
  private static final List<String> TRAIN =
      List.of(
          "tree_00",
          "tree_01",
          "ocean_00",
          "ocean_01",
          "coin_00",
          "city_00",
          "cup_00",
          "box_01",
          "pedestrians_01",
          "pedestrians_05",
          "face_a_00",
          "face_b_00");

  @TempDir private Path dir;

  @Test
  void theTutorialRunsFromADeltaManifestAndItsPlanIsItsBill(SparkSession spark) {
    Path manifest = dir.resolve("manifest");
    List<Row> rows = new ArrayList<>();
    for (String clip : TRAIN) {
      rows.add(row(clip, "train", 5.0));
    }
    rows.add(row("tree_02", "test", 5.0));
    rows.add(row("tree_03", "train", 3.0));
    spark
        .createDataFrame(
            rows,
            new StructType()
                .add("video_id", DataTypes.StringType)
                .add("uri", DataTypes.StringType)
                .add("split", DataTypes.StringType)
                .add("duration_sec", DataTypes.DoubleType))
        .write()
        .format("delta")
        .save(manifest.toString());
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());

    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      JobSpec spec =
          SpecReader.read(
              Path.of("jobs/worker-safety.yaml"),
              Optional.empty(),
              List.of(
                  "ingest.manifest=" + manifest,
                  "provider.name=emulator",
                  "provider.key=none",
                  "provider.url=" + emulator.baseUrl(),
                  "provider.limits="));
      Plan plan = new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT).plan();
      assertThat(emulator.log().requests()).as("a plan calls nobody").isZero();
      assertThat(plan.prices()).startsWith("twelvelabs as of 2026-07-30");
      Plan.Line embed = plan.lines().get(0);
      assertThat(embed.fresh()).isEqualTo(12);
      assertThat(embed.price()).isCloseTo(12 * 5 / 60.0 * 0.042, within(1e-9));
      assertThat(plan.lines().get(1).upperBound()).isTrue();

      RunOutcome outcome =
          new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
              .run(List.of(), null, null, Duration.ZERO);
      assertThat(outcome.exit()).as(outcome.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(12);
      assertThat(outcome.bill().spent())
          .isGreaterThan(embed.price() * 0.8)
          .isLessThan(plan.total());

      Plan after = new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT).plan();
      assertThat(after.lines().get(0).fresh()).isZero();
      assertThat(after.lines().get(0).price()).isZero();
    }
    assertThat(warehouse.rows(VideoRow.TABLE)).hasSize(12);
    assertThat(warehouse.rows(ClusteringRow.TABLE))
        .singleElement()
        .satisfies(
            clustering -> {
              assertThat(clustering.k()).isEqualTo(8);
              assertThat(clustering.kChosenBy()).startsWith("given");
            });
    assertThat(warehouse.rows(ClusterLabelRow.TABLE))
        .as("the emulator cannot judge safety, and does not pretend to")
        .hasSize(8);
  }

  private static Row row(String clip, String split, double durationSec) {
    return RowFactory.create(
        clip, Path.of("jobs/demo/clips/" + clip + ".mp4").toUri().toString(), split, durationSec);
  }
}
