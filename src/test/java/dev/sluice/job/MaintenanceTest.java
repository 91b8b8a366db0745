package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Upkeep;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class MaintenanceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(31));
  private static final Instant LATELY = NOW.minus(Duration.ofDays(29));
  @TempDir private Path dir;

  @Test
  void aCountThatEndsAtItsLimitIsSaidToBeTheLeast() {
    assertThat(Maintenance.counted(999)).isEqualTo("999");
    assertThat(Maintenance.counted(Upkeep.MOST_COUNTED)).isEqualTo("at least 1,000");
  }

  @Test
  void answersGoWhenTheirVectorsAreThereAndFilesArePutTogether(SparkSession spark)
      throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    answered(warehouse, "old", "embed", LONG_AGO);
    answered(warehouse, "young", "embed", LATELY);
    answered(warehouse, "analyzed", "analyze", LONG_AGO);
    answered(warehouse, "unread", "embed", LONG_AGO);
    for (String work : List.of("old", "young")) {
      warehouse.append(
          EmbeddingRow.TABLE,
          List.of(
              new EmbeddingRow("f1:" + work, "a/b/c", "video", 0, 0, 4, 1, work, new float[] {1})));
    }
    Map<String, String> before = warehouse.versions(Tables.ALL);
    Maintenance maintenance = maintenance(warehouse);

    assertThat(maintenance.look())
        .contains(
            "responses: 1 raw answers to delete", "calls: 4 files now, 0 old files to delete");
    assertThat(warehouse.versions(Tables.ALL)).as("looking writes nothing").isEqualTo(before);

    assertThat(maintenance.run(Duration.ZERO))
        .contains(
            "journal: 0 old facts swept, 0 left",
            "responses: 1 raw answers deleted",
            "calls: 4 files put together, 0 old files deleted",
            "embeddings: 2 files put together, 0 old files deleted");
    assertThat(keys(warehouse)).containsExactly("analyzed", "unread", "young");
    assertThat(warehouse.read(CallRow.TABLE).count()).isEqualTo(4);
    assertThat(warehouse.read(EmbeddingRow.TABLE).count()).isEqualTo(2);
    assertThat(warehouse.readVersion(ResponseRow.TABLE, 4).count())
        .as("versions within retention can be read")
        .isEqualTo(4);

    Map<String, String> after = warehouse.versions(Tables.ALL);
    assertThat(maintenance.run(Duration.ZERO))
        .containsExactly("journal: 0 old facts swept, 0 left", "responses: 0 raw answers deleted");
    assertThat(warehouse.versions(Tables.ALL)).as("nothing left to do").isEqualTo(after);
  }

  @Test
  void itWaitsForNoRunAndNamesItsHolder(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    String journal = dir.resolve("w") + "/_sluice/journal";
    try (RunLease lease = RunLease.take(journal, "a-run", Duration.ZERO, new Configuration())) {
      assertThat(lease.held()).isTrue();
      Maintenance maintenance = maintenance(warehouse);
      assertThatThrownBy(() -> maintenance.run(Duration.ZERO))
          .isInstanceOf(SpendingStopped.class)
          .hasMessageContaining("a-run");
      assertThat(maintenance.look()).containsExactly("journal: nothing to sweep");
    }
  }

  @Test
  void aTableWhoseVersionsAreKeptForTooShortIsNamed(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    warehouse.append(
        QuarantineRow.TABLE, List.of(new QuarantineRow("ingest", "a", "empty", "", NOW, true)));
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 7 days')"
            .formatted(warehouse.identifier(QuarantineRow.TABLE)));
    assertThat(maintenance(warehouse).look())
        .contains("quarantine keeps old versions for 7 days and not for 30");
  }

  private Maintenance maintenance(Warehouse warehouse) throws IOException {
    Path spec = Files.writeString(dir.resolve("job.yaml"), "job: a\nprovider: {name: emulator}\n");
    return new Maintenance(
        warehouse,
        SpecReader.read(spec, Optional.empty(), List.of()),
        Clock.fixed(NOW, ZoneOffset.UTC),
        Progress.SILENT);
  }

  private static void answered(Warehouse warehouse, String work, String operation, Instant at) {
    warehouse.append(
        CallRow.TABLE,
        List.of(
            new CallRow(
                work,
                1,
                operation,
                "emulator",
                "m",
                "m",
                "f1:" + work,
                "ref-" + work,
                "done",
                "yes",
                null,
                null,
                1,
                1,
                "media_minute",
                0.1,
                "USD",
                at,
                at,
                "run")));
    warehouse.append(
        ResponseRow.TABLE,
        List.of(
            new ResponseRow(work, 1, "f1:" + work, operation, "emulator", "m", new byte[] {1})));
  }

  private static List<String> keys(Warehouse warehouse) {
    return warehouse.read(ResponseRow.TABLE).orderBy(col("work_key")).collectAsList().stream()
        .map(row -> row.<String>getAs("work_key"))
        .toList();
  }
}
