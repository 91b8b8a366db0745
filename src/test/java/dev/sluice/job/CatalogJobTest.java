package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Manifest and warehouse by name in Spark's own catalog, as on a platform with managed tables. */
@ExtendWith(SparkExtension.class)
class CatalogJobTest {
  private static final String SCHEMA = "catalog_job";
  private static final Column READY = col("verdict").equalTo("ready");
  @TempDir private Path dir;

  @BeforeEach
  void makeTheSchema(SparkSession spark) {
    spark.sql("CREATE SCHEMA " + SCHEMA);
  }

  @AfterEach
  void dropTheSchema(SparkSession spark) {
    spark.sql("DROP SCHEMA " + SCHEMA + " CASCADE");
  }

  @Test
  void aJobAForgetAndAMaintainWorkByName(SparkSession spark) {
    manifest(footage(spark, "coin_00", "coin_01", "face_a_00", "face_a_01", "tree_00", "tree_01"));
    Warehouse warehouse = Warehouse.at(spark, "catalog:" + SCHEMA);
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      JobSpec spec = spec(emulator);
      RunOutcome first = run(warehouse, spec);
      assertThat(first.exit()).as(first.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(6);
      assertThat(warehouse.read(CuratedRow.TABLE).count()).isEqualTo(6);
      assertThat(dir.resolve("releases/demo-001/manifest.json")).exists();
      assertThat(dir.resolve("page.html")).exists();

      Map<String, String> before = versionsWithoutRuns(warehouse);
      RunOutcome again = run(warehouse, spec);
      assertThat(again.exit()).as(again.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(again.bill().creates()).isZero();
      assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);

      String ready = warehouse.rows(CuratedRow.TABLE, READY).get(0).videoId();
      Forget forget = new Forget(warehouse, spec, Clock.systemUTC(), Progress.SILENT);
      Forget.Outcome gone = forget.run(List.of(ready), Duration.ZERO, Forget.OldVersions.KEEP);
      assertThat(gone.exit()).as(gone.lines().toString()).isEqualTo(ExitCode.DONE);
      assertThat(gone.lines())
          .contains("release demo-001: withdrawn; delete its folder and every copy of it");
      assertThat(warehouse.read(VideoRow.TABLE).where(col("video_id").equalTo(ready)).isEmpty())
          .isTrue();

      List<String> maintained =
          new Maintenance(warehouse, spec, Clock.systemUTC(), Progress.SILENT).run(Duration.ZERO);
      assertThat(maintained).isNotEmpty();
      warehouse.registerViews();
      assertThat(spark.sql("SELECT DISTINCT item_id FROM label_provenance").count()).isEqualTo(5);
    }
  }

  @Test
  void contentsThatOnlyEarlierVersionsShowAreForgottenToo(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, "catalog:" + SCHEMA);
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      JobSpec spec = spec(emulator, "embed.needs=0.5");
      for (String clip : List.of("coin_00", "tree_00")) {
        manifest(footage(spark, clip).withColumn("video_id", lit("anna")));
        new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
            .run(List.of(), null, "embed", Duration.ZERO);
      }
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(2);
      assertThat(
              new Forget(warehouse, spec, Clock.systemUTC(), Progress.SILENT).look(List.of("anna")))
          .contains("embeddings: 4 rows", "videos: 1 rows");
    }
  }

  private static Dataset<Row> footage(SparkSession spark, String... clips) {
    return spark
        .createDataset(List.of(clips), Encoders.STRING())
        .toDF("video_id")
        .selectExpr(
            "video_id",
            "concat('%s/', video_id, '.mp4') AS uri"
                .formatted(Path.of("jobs/demo/clips").toAbsolutePath()));
  }

  private static void manifest(Dataset<Row> footage) {
    footage.sparkSession().sql("DROP TABLE IF EXISTS " + SCHEMA + ".footage");
    footage.write().format("delta").saveAsTable(SCHEMA + ".footage");
  }

  private JobSpec spec(EmulatorServer emulator, String... more) {
    Stream<String> place =
        Stream.of(
            "ingest.manifest=catalog:" + SCHEMA + ".footage",
            "provider.url=" + emulator.baseUrl(),
            "provider.key=none",
            "calls.journal=" + dir.resolve("journal"),
            "cluster.k=3",
            "export.to=" + dir.resolve("releases"),
            "report.to=" + dir.resolve("page.html"));
    return SpecReader.read(
        Path.of("jobs/demo.yaml"),
        Optional.empty(),
        Stream.concat(place, Stream.of(more)).toList());
  }

  private static RunOutcome run(Warehouse warehouse, JobSpec spec) {
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(List.of(), null, null, Duration.ZERO);
  }

  private static Map<String, String> versionsWithoutRuns(Warehouse warehouse) {
    Map<String, String> versions = new HashMap<>(warehouse.versions(Tables.ALL));
    versions.remove("runs");
    return versions;
  }
}
