package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.media.VideoFile;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person runs it, day after day, against emulators on changing ports. */
@ExtendWith(SparkExtension.class)
class DemoJobTest {
  @TempDir private Path dir;

  @Test
  void fourDaysOfTheDemo(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Path manifest = manifestWithout("tree_04", "coin_01", "ocean_01");

    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      RunOutcome first = run(warehouse, emulator, manifest);
      assertThat(first.exit()).as(first.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(headline(first, "ingest"))
          .isEqualTo(
              "42 files: 35 accepted, 1 duplicate (same bytes as pedestrians_00), 6 quarantined,"
                  + " each with its reason");
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(35);
      assertThat(first.bill().creates())
          .isEqualTo(
              emulator.log().creates(Operation.EMBED) + emulator.log().creates(Operation.ANALYZE));
    }
    assertThat(warehouse.rows(QuarantineRow.TABLE))
        .extracting(QuarantineRow::reason)
        .containsExactlyInAnyOrder(
            "too_short",
            "resolution_too_low",
            "aspect_ratio",
            "truncated",
            "not_a_video",
            "empty_file");
    List<CuratedRow> curated = warehouse.rows(CuratedRow.TABLE);
    assertThat(nmi(curated)).isGreaterThanOrEqualTo(0.80);
    assertThat(curated)
        .as("ground truth is never a label")
        .allMatch(row -> row.label() == null || !row.label().equals(row.groundTruth()));

    try (EmulatorServer elsewhere = EmulatorServer.start(EmulatorConf.defaults())) {
      Map<String, String> before = versionsWithoutRuns(warehouse);
      long opened = VideoFile.opened();
      RunOutcome again = run(warehouse, elsewhere, manifest);
      assertThat(again.exit()).isEqualTo(ExitCode.DONE);
      assertThat(again.bill().creates()).isZero();
      assertThat(elsewhere.log().requests()).isZero();
      assertThat(VideoFile.opened() - opened).isZero();
      assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);
    }

    try (EmulatorServer elsewhere = EmulatorServer.start(EmulatorConf.defaults())) {
      RunOutcome reviewed =
          run(warehouse, elsewhere, manifest, "curate.reviews=jobs/demo/reviews.csv");
      assertThat(reviewed.exit()).isEqualTo(ExitCode.DONE);
      assertThat(elsewhere.log().creates(Operation.EMBED)).isZero();
      assertThat(elsewhere.log().creates(Operation.ANALYZE)).isZero();
      assertThat(warehouse.rows(CuratedRow.TABLE)).allMatch(row -> row.label() != null);
    }

    try (EmulatorServer elsewhere = EmulatorServer.start(EmulatorConf.defaults())) {
      List<EmbeddingRow> old = warehouse.rows(EmbeddingRow.TABLE);
      RunOutcome grown =
          run(warehouse, elsewhere, manifestWithout(), "curate.reviews=jobs/demo/reviews.csv");
      assertThat(grown.exit()).as(grown.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(elsewhere.log().creates(Operation.EMBED)).isEqualTo(3);
      List<String> keys =
          warehouse.rows(EmbeddingRow.TABLE).stream().map(EmbeddingRow::workKey).toList();
      assertThat(keys).containsAll(old.stream().map(EmbeddingRow::workKey).toList());
      assertThat(warehouse.rows(ReleaseRow.TABLE))
          .extracting(ReleaseRow::name)
          .contains("demo-001", "demo-002", "demo-003");
      assertThat(
              warehouse.rows(CallRow.TABLE, col("operation").equalTo("embed")).stream()
                  .map(CallRow::workKey)
                  .distinct())
          .hasSize(38);
    }
    assertThat(warehouse.rows(ClusterLabelRow.TABLE)).isNotEmpty();
    warehouse.registerViews();
    for (String view : List.of("label_mix", "review_queue", "spend_by_day", "label_provenance")) {
      assertThat(spark.sql("SELECT * FROM " + view).collectAsList()).as(view).isNotNull();
    }
    List<String> queries = queriesOfTheReadme();
    assertThat(queries).hasSizeGreaterThanOrEqualTo(5);
    for (String query : queries) {
      assertThat(spark.sql(query).collectAsList()).as(query).isNotNull();
    }
    assertThat(spark.sql(queries.get(0)).collectAsList()).as(queries.get(0)).isNotEmpty();
  }

  private static List<String> queriesOfTheReadme() throws IOException {
    Matcher blocks =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    List<String> queries = new ArrayList<>();
    while (blocks.find()) {
      for (String query : blocks.group(1).replaceAll("(?m)^--.*$", "").split(";", -1)) {
        if (!query.isBlank()) {
          queries.add(query.strip());
        }
      }
    }
    return queries;
  }

  @Test
  void aWrongKeyEndsWithExit69AndOneCall(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      Path key = Files.writeString(dir.resolve("bad.key"), "bad-key");
      RunOutcome outcome = run(warehouse, emulator, manifestWithout(), "provider.key=file:" + key);
      assertThat(outcome.exit()).isEqualTo(ExitCode.PROVIDER);
      assertThat(outcome.message().orElseThrow()).doesNotContain("bad-key");
      assertThat(emulator.log().requests()).isEqualTo(1);
    }
  }

  @Test
  void moreClustersThanItemsIsSaidBeforeAnythingIsFitted(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Path two =
        Files.writeString(
            dir.resolve("two.csv"), "video_id,uri\n" + row("tree_00") + row("coin_00"));
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      RunOutcome outcome = run(warehouse, emulator, two, "cluster.k=5");
      assertThat(outcome.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.message().orElseThrow()).contains("5").contains("2");
    }
  }

  private RunOutcome run(
      Warehouse warehouse, EmulatorServer emulator, Path manifest, String... more)
      throws IOException {
    List<String> sets = new ArrayList<>();
    Path key = Files.writeString(dir.resolve("good.key"), "good");
    sets.add("ingest.manifest=" + manifest);
    sets.add("provider.url=" + emulator.baseUrl());
    sets.add("provider.key=file:" + key);
    sets.addAll(List.of(more));
    JobSpec spec = SpecReader.read(Path.of("jobs/demo.yaml"), Optional.empty(), sets);
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(List.of(), null, null, Duration.ZERO);
  }

  private Path manifestWithout(String... ids) throws IOException {
    String text =
        Files.readAllLines(Path.of("jobs/demo/manifest.csv")).stream()
            .filter(line -> List.of(ids).stream().noneMatch(id -> line.startsWith(id + ",")))
            .map(line -> line.replace("clips/", Path.of("jobs/demo/clips").toUri().getPath()))
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(dir.resolve("manifest-" + ids.length + ".csv"), text);
  }

  private static String row(String clip) {
    return clip + "," + Path.of("jobs/demo/clips/" + clip + ".mp4").toAbsolutePath() + "\n";
  }

  private static String headline(RunOutcome outcome, String step) {
    return outcome.steps().stream()
        .filter(s -> s.name().equals(step))
        .findFirst()
        .orElseThrow()
        .report()
        .headline();
  }

  private static Map<String, String> versionsWithoutRuns(Warehouse warehouse) {
    Map<String, String> versions = new HashMap<>(warehouse.versions(Tables.ALL));
    versions.remove("runs");
    return versions;
  }

  /** Normalised mutual information of clusters and true classes, 0 to 1, arithmetic mean. */
  private static double nmi(List<CuratedRow> rows) {
    Map<String, Double> joint = new HashMap<>();
    Map<String, Double> clusters = new HashMap<>();
    Map<String, Double> classes = new HashMap<>();
    double each = 1.0 / rows.size();
    for (CuratedRow row : rows) {
      String cluster = Integer.toString(row.clusterId());
      joint.merge(cluster + "|" + row.groundTruth(), each, Double::sum);
      clusters.merge(cluster, each, Double::sum);
      classes.merge(row.groundTruth(), each, Double::sum);
    }
    double mutual = 0;
    for (Map.Entry<String, Double> entry : joint.entrySet()) {
      String[] pair = entry.getKey().split("\\|", 2);
      mutual +=
          entry.getValue()
              * Math.log(entry.getValue() / (clusters.get(pair[0]) * classes.get(pair[1])));
    }
    return 2 * mutual / (entropy(clusters) + entropy(classes));
  }

  private static double entropy(Map<String, Double> shares) {
    return -shares.values().stream().mapToDouble(p -> p * Math.log(p)).sum();
  }
}
