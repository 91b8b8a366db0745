package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spend.WorkKey;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class TracesTest {
  private static final String ID = "someone_0001";
  private static final String CONTENT = "f1:" + "ab".repeat(32);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** Columns of text in rows that stay. A new column belongs here only if it can name no video. */
  private static final Map<String, Set<String>> NAMES_NO_VIDEO =
      Map.ofEntries(
          Map.entry(
              "calls",
              Set.of(
                  "work_key",
                  "operation",
                  "provider",
                  "model",
                  "served_by",
                  "outcome",
                  "billed",
                  "error_code",
                  "unit",
                  "currency",
                  "run_id")),
          Map.entry(
              "clusterings",
              Set.of(
                  "clustering_id",
                  "lens",
                  "unit",
                  "k_chosen_by",
                  "distance",
                  "settings",
                  "refit_because")),
          Map.entry("clusters", Set.of("clustering_id", "identity", "continues_clustering")),
          Map.entry(
              "cluster_labels",
              Set.of("clustering_id", "label", "taxonomy_version", "prompt_hash", "model")),
          Map.entry("prompt_vectors", Set.of("work_key", "provider", "model", "text")),
          Map.entry("trends", Set.of("label", "dimension", "value")),
          Map.entry("trend_changes", Set.of("period", "label", "dimension", "value", "direction")),
          Map.entry(
              "releases",
              Set.of(
                  "release_id",
                  "name",
                  "formats",
                  "uri",
                  "source_versions",
                  "class_map",
                  "checksums",
                  "config_hash",
                  "code_version",
                  "filter",
                  "settings",
                  "counts")),
          Map.entry(
              "runs",
              Set.of(
                  "run_id",
                  "job",
                  "steps",
                  "counts",
                  "currency",
                  "versions_before",
                  "versions_after",
                  "config_hash",
                  "code_version")),
          Map.entry("evaluations", Set.of("scope")),
          Map.entry("forgotten", Set.of("what", "digest")));

  @Test
  void noColumnOfAnyTableNamesAVideoThatWasTakenDown(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(RunRow.TABLE, filled(spark, RunRow.TABLE));
    Traces traces =
        new Traces(
            warehouse, Forgotten.of(List.of(ID), List.of(CONTENT)), List.of(ID), List.of(), NOW);
    for (Table<?> table : Tables.ALL) {
      Dataset<Row> before = filled(spark, table);
      assertThat(traces.rule(table).applied(before).toJSON().collectAsList())
          .as(table.name())
          .noneMatch(row -> row.contains(ID) || row.contains(CONTENT));
    }
  }

  @Test
  void theLedgerKeepsWhatTheBillIsMadeOf(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    CallRow upload = call("asset", "asset-1", NOW.minusSeconds(60));
    CallRow stuck = call("asset", "asset-2", NOW.minusSeconds(60));
    CallRow late = call("embed", "task-1", NOW.minusSeconds(60));
    CallRow old = call("embed", "task-2", NOW.minusSeconds(9 * 86_400));
    Traces traces =
        new Traces(
            warehouse,
            Forgotten.of(List.of(), List.of(CONTENT)),
            List.of(),
            List.of("asset-2"),
            NOW);
    List<CallRow> after = new ArrayList<>();
    for (Row row :
        traces
            .rule(CallRow.TABLE)
            .applied(warehouse.dataset(CallRow.TABLE, List.of(upload, stuck, late, old)))
            .collectAsList()) {
      after.add(CallRow.TABLE.fromRow(row));
    }
    assertThat(after)
        .as("what is still at the provider can be found again; a listed task keeps its id")
        .containsExactly(without(upload, null), stuck, without(late, "task-1"), without(old, null));
    assertThat(after).extracting(CallRow::price).containsOnly(0.25);
  }

  @Test
  void contentsAreTheSameHoweverTheirDigestWasTaken() {
    Forgotten forgotten = Forgotten.of(List.of(), List.of(CONTENT));
    assertThat(forgotten.holdsContent("sha256:" + "ab".repeat(32))).isTrue();
    assertThat(forgotten.holdsContent("f1:" + "ac".repeat(32))).isFalse();
    assertThat(forgotten.holdsVideo(CONTENT)).isFalse();
  }

  @Test
  void aContradictionGoesByEitherOfItsItems(SparkSession spark, @TempDir Path dir) {
    Traces traces =
        new Traces(
            Warehouse.at(spark, dir.toString()),
            Forgotten.of(List.of(ID), List.of(CONTENT)),
            List.of(),
            List.of(),
            NOW);
    List<EvaluationRow> rows = new ArrayList<>();
    for (String name :
        List.of(
            "b@0.0-4.0 | " + ID + "@4.0-8.0", CONTENT + "@0.0-4.0@2.0-6.0", "b | c", ID + "2")) {
      rows.add(
          new EvaluationRow(
              "c", "neighbours", "x", EvaluationRow.CONTRADICTION, name, "items", 1, 2, null));
    }
    Dataset<Row> left =
        traces
            .rule(EvaluationRow.TABLE)
            .applied(Warehouse.at(spark, dir.toString()).dataset(EvaluationRow.TABLE, rows))
            .select("name");
    assertThat(left.collectAsList().stream().map(row -> row.getString(0)))
        .containsExactly("b | c", ID + "2");
  }

  @Test
  void aRowWithoutAnIdGoesByItsLinkHoweverManyQueriesItHas(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    List<QuarantineRow> rows = new ArrayList<>();
    for (String key :
        List.of(
            "uri:https://h/%C3%A4.mp4 0123abcd#2",
            "uri:https://h/%C3%A4.mp4",
            "uri:https://h/b.mp4 0123abcd",
            "uri:https://h/%C3%A4.mp4 x 0123abcd.mp4")) {
      rows.add(new QuarantineRow("ingest", key, "null_id", "", NOW, false));
    }
    warehouse.append(QuarantineRow.TABLE, rows);
    Traces traces =
        new Traces(
            warehouse,
            Forgotten.of(List.of(ID), List.of()),
            List.of("https://h/%C3%A4.mp4"),
            List.of(),
            NOW);
    assertThat(traces.remove(QuarantineRow.TABLE)).isEqualTo(2);
  }

  @Test
  void aWorkOfWhichNothingWasSentGoesByTheAddressInItsRow(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    List<QuarantineRow> rows = new ArrayList<>();
    for (String address : List.of("file:/d/a.mp4", "file:/d/a.mp4x", "file:/d/data.mp4")) {
      rows.add(
          new QuarantineRow(
              "embed",
              WorkKey.sha256(address),
              "unreadable_file",
              "embed of %s was not sent: it is missing; the next run looks".formatted(address),
              NOW,
              true));
    }
    rows.add(new QuarantineRow("ingest", "b", "missing_file", "not file:/d/a.mp4", NOW, true));
    rows.add(
        new QuarantineRow(
            "embed",
            WorkKey.sha256("held"),
            "answer_not_fetched",
            "embed of file:/d/a.mp4 was accepted, and its answer cannot be had",
            NOW,
            true));
    warehouse.append(QuarantineRow.TABLE, rows);
    Traces traces =
        new Traces(
            warehouse,
            Forgotten.of(List.of(ID), List.of()),
            List.of(ID, "file:/d/a.mp4"),
            List.of(),
            NOW);
    assertThat(traces.remove(QuarantineRow.TABLE)).isEqualTo(1);
    assertThat(warehouse.rows(QuarantineRow.TABLE))
        .extracting(QuarantineRow::detail)
        .noneMatch(detail -> detail.contains("/a.mp4 was not sent"));
  }

  private static CallRow call(String operation, String ref, Instant at) {
    return new CallRow(
        "w-" + ref,
        1,
        operation,
        "emulator",
        "m",
        null,
        CONTENT,
        ref,
        "done",
        "yes",
        null,
        "it said " + ID,
        1,
        1,
        "media_minute",
        0.25,
        "USD",
        at,
        at,
        "run");
  }

  private static CallRow without(CallRow row, String ref) {
    return new CallRow(
        row.workKey(),
        1,
        row.operation(),
        "emulator",
        "m",
        null,
        Traces.NO_CONTENT,
        ref,
        "done",
        "yes",
        null,
        null,
        1,
        1,
        "media_minute",
        0.25,
        "USD",
        row.requestedAt(),
        row.completedAt(),
        "run");
  }

  private static Dataset<Row> filled(SparkSession spark, Table<?> table) {
    return spark.createDataFrame(
        List.of(row(table.schema(), NAMES_NO_VIDEO.getOrDefault(table.name(), Set.of()))),
        table.schema());
  }

  private static Row row(StructType schema, Set<String> harmless) {
    List<Object> values = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String text = field.name().equals("scope") ? EvaluationRow.CONTRADICTION : "x";
      if (!harmless.contains(field.name())) {
        text = field.name().contains("content") ? CONTENT : ID;
      }
      values.add(value(field.dataType(), text));
    }
    return RowFactory.create(values.toArray());
  }

  @SuppressWarnings("deprecation")
  private static Object scalaMap(Map<String, String> map) {
    return scala.collection.JavaConverters.mapAsScalaMapConverter(map).asScala();
  }

  private static Object value(DataType type, String text) {
    if (type instanceof StringType) {
      return text;
    }
    if (type instanceof StructType struct) {
      return row(struct, Set.of());
    }
    if (type instanceof ArrayType array) {
      return new Object[] {value(array.elementType(), text)};
    }
    if (type instanceof MapType) {
      return scalaMap(Map.of(text, text));
    }
    Map<DataType, Object> plain =
        Map.of(
            DataTypes.IntegerType,
            1,
            DataTypes.LongType,
            1L,
            DataTypes.FloatType,
            1f,
            DataTypes.DoubleType,
            1.0,
            DataTypes.BooleanType,
            false,
            DataTypes.TimestampType,
            Timestamp.from(NOW.minusSeconds(30 * 86_400)),
            DataTypes.DateType,
            java.sql.Date.valueOf("2026-11-01"),
            DataTypes.BinaryType,
            new byte[] {1});
    return plain.get(type);
  }
}
