package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.DatasetAsserts;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class WarehouseTest {
  private static final QuarantineRow REFUSED =
      new QuarantineRow(
          "ingest", "a.mp4", "empty", "0 bytes", Instant.parse("2026-11-21T10:00:00Z"), true);

  @Test
  void rowsComeBackAsTheyWent(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(QuarantineRow.TABLE, List.of(REFUSED));
    assertThat(warehouse.rows(QuarantineRow.TABLE)).containsExactly(REFUSED);
  }

  /** A store that is down. */
  public static final class Down extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("down:///");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new IOException("the store is down");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new IOException("the store is down");
    }
  }

  @Test
  void aStoreThatIsDownIsNoEmptyWarehouse(SparkSession spark) {
    spark
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.down.impl", Down.class, FileSystem.class);
    Warehouse warehouse = Warehouse.at(spark, "down:/w");
    assertThatThrownBy(() -> warehouse.exists(CallRow.TABLE)).hasStackTraceContaining("is down");
    assertThatThrownBy(() -> warehouse.read(CallRow.TABLE).count())
        .hasStackTraceContaining("is down");
    assertThatThrownBy(() -> warehouse.version(CallRow.TABLE)).hasStackTraceContaining("is down");
  }

  @Test
  void mapsListsNestedRecordsAndVectorsRoundTrip(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    RunRow run =
        new RunRow(
            "r1",
            "demo",
            Instant.EPOCH,
            Instant.EPOCH,
            0,
            null,
            "ingest",
            Map.of("ingest.accepted", "38"),
            3,
            0.5,
            "USD",
            Map.of(),
            Map.of("videos", "0"),
            "c",
            "v");
    warehouse.append(RunRow.TABLE, List.of(run));
    assertThat(warehouse.rows(RunRow.TABLE)).containsExactly(run);
    ClusteringRow clustering =
        new ClusteringRow(
            "c1",
            "a/b/c",
            "video",
            1,
            "given",
            2,
            Instant.EPOCH,
            true,
            7,
            4,
            "euclidean",
            null,
            0.25,
            3,
            new float[] {0.5f, -1f},
            List.of(new ClusteringRow.Centroid(0, new float[] {1f, 2f})),
            null,
            List.of(new ClusteringRow.Axis(new float[] {0f, 1f})),
            "drift",
            null);
    warehouse.append(ClusteringRow.TABLE, List.of(clustering));
    ClusteringRow back = warehouse.rows(ClusteringRow.TABLE).get(0);
    assertThat(back.mean()).containsExactly(0.5f, -1f);
    assertThat(back.centroids().get(0).vector()).containsExactly(1f, 2f);
    assertThat(back.silhouette()).isNull();
    assertThat(back.settings()).isNull();
    assertThat(back.axes().get(0).vector()).containsExactly(0f, 1f);
  }

  @Test
  void everyViewReadsAWarehouseThatNobodyWrote(SparkSession spark, @TempDir Path dir) {
    Warehouse.at(spark, dir.toString()).registerViews();
    for (String view : Views.SQL.keySet()) {
      assertThat(spark.table(view).count()).as(view).isZero();
    }
  }

  @Test
  void sameRowsAgainWriteNothing(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    var rows = warehouse.dataset(QuarantineRow.TABLE, List.of(REFUSED));
    assertThat(warehouse.replaceIfDifferent(QuarantineRow.TABLE, rows)).isTrue();
    long version = warehouse.version(QuarantineRow.TABLE).orElseThrow();
    assertThat(warehouse.replaceIfDifferent(QuarantineRow.TABLE, rows)).isFalse();
    assertThat(warehouse.appendNew(QuarantineRow.TABLE, rows)).isFalse();
    assertThat(warehouse.version(QuarantineRow.TABLE)).hasValue(version);
  }

  @Test
  void appendNewAddsOnlyUnknownKeys(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(QuarantineRow.TABLE, List.of(REFUSED));
    QuarantineRow other =
        new QuarantineRow("ingest", "b.mp4", "empty", "0 bytes", Instant.EPOCH, true);
    assertThat(
            warehouse.appendNew(
                QuarantineRow.TABLE,
                warehouse.dataset(QuarantineRow.TABLE, List.of(REFUSED, other))))
        .isTrue();
    DatasetAsserts.assertSameRows(
        warehouse.dataset(QuarantineRow.TABLE, List.of(REFUSED, other)).select("key").toDF(),
        warehouse
            .dataset(QuarantineRow.TABLE, warehouse.rows(QuarantineRow.TABLE))
            .select("key")
            .toDF());
  }

  @Test
  void constraintsAndCommentsAreInTheTable(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    EmbeddingRow bad = new EmbeddingRow("f1:x", "l", "page", 0, 0, 1, 1, "k", new float[] {1f});
    assertThatThrownBy(() -> warehouse.append(EmbeddingRow.TABLE, List.of(bad)))
        .hasMessageContaining("embeddings_valid");
    assertThat(warehouse.read(EmbeddingRow.TABLE).schema().apply("lens").getComment().get())
        .contains("Embedding space");
  }

  @Test
  void aTableFromBeforeAColumnReadsItAsNullAndGainsItWhenItIsWritten(
      SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    EvaluationRow row =
        new EvaluationRow("c", "curated", "truth", "class", "a", "f1", 0.5, 2, "said");
    warehouse
        .dataset(EvaluationRow.TABLE, List.of(row))
        .drop("detail")
        .write()
        .format("delta")
        .save(dir.resolve(EvaluationRow.TABLE.name()).toString());
    long version = warehouse.version(EvaluationRow.TABLE).orElseThrow();
    assertThat(warehouse.rows(EvaluationRow.TABLE).get(0).detail()).isNull();
    assertThat(warehouse.readVersion(EvaluationRow.TABLE, version).columns()).contains("detail");
    assertThat(warehouse.version(EvaluationRow.TABLE))
        .as("reading writes nothing")
        .hasValue(version);
    warehouse.append(EvaluationRow.TABLE, List.of(row));
    assertThat(warehouse.rows(EvaluationRow.TABLE))
        .extracting(EvaluationRow::detail)
        .containsExactlyInAnyOrder(null, "said");
    assertThat(
            spark
                .read()
                .format("delta")
                .load(dir.resolve(EvaluationRow.TABLE.name()).toString())
                .schema()
                .apply("detail")
                .getComment()
                .isDefined())
        .isTrue();
  }

  @Test
  void aTableNobodyWroteIsEmpty(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    assertThat(warehouse.read(CuratedRow.TABLE).isEmpty()).isTrue();
    assertThat(warehouse.version(CuratedRow.TABLE)).isEmpty();
  }

  @Test
  void theQueriesOfTheRunbookCanBeAsked(SparkSession spark, @TempDir Path dir) throws Exception {
    Warehouse.at(spark, dir.toString()).registerViews();
    String runbook = Files.readString(Path.of("deploy/README.md"));
    Matcher query = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL).matcher(runbook);
    int asked = 0;
    while (query.find()) {
      asked++;
      assertThat(spark.sql(query.group(1)).collectAsList()).as(query.group(1)).isEmpty();
    }
    assertThat(asked).isEqualTo(5);
  }
}
