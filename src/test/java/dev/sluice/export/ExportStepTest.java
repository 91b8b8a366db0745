package dev.sluice.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.Sha256;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.Upkeep;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ExportStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String LENS = "emulator/m/visual";
  private static final String ALL = "formats: [tfrecord, npy, tfrecord-sequence, fiftyone]";

  @TempDir Path dir;

  @Test
  void labelledItemsBecomeAReleaseThatVerifies(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    StepReport report = run(warehouse, Confs.of("shard-items: 2"));
    assertThat(report.headline())
        .isEqualTo(
            "release demo-001: 5 items in 2 classes, 3 left out (1 excluded, 1 without a vector, 1"
                + " unnamed)");
    assertThat(report.lines()).contains("splits: test 2, train 3");
    assertThat(report.wrote()).isTrue();
    Path release = dir.resolve("w/_releases/demo-001");
    assertThat(verify(spark, release).problems()).isEmpty();
    assertThat(release.resolve("train/tfrecord/part-00001.tfrecord")).exists();
    ReleaseManifest m = ReleaseManifest.parse(Files.readAllBytes(release.resolve("manifest.json")));
    assertThat(m.leftOut()).containsEntry("unnamed", 1L);
    assertThat(m.verdicts()).isEqualTo(Map.of("ready", 4L, "review", 1L));
    assertThat(m.sourceVersions()).containsKeys("curated", "embeddings", "clusterings");
    assertThat(m.clusterings()).containsExactly(new ReleaseManifest.Origin("c1", "video", 2, 7));
    ReleaseRow row = warehouse.rows(ReleaseRow.TABLE).get(0);
    assertThat(row.releaseId()).isEqualTo(m.releaseId());
    assertThat(row.classMap()).isEqualTo(Map.of("coin", "0", "tree", "1"));
    assertThat(row.leftOut()).isEqualTo(3);
    assertThat(row.checksums()).containsKeys("manifest.json", "class_map.json", "README.md");
    assertThat(row.filter()).isNull();
    assertThat(row.settings()).isEqualTo(Map.of("lens", LENS, "shard-items", "2"));
    assertThat(row.counts())
        .isEqualTo(Map.of("test/coin", "2", "train/coin", "1", "train/tree", "2"));
    assertThat(Files.readString(release.resolve("README.md")))
        .contains("# demo-001\n")
        .contains("| tree | 1 | 0 | 2 | 2 |")
        .contains("1 excluded, 1 no vector, 1 unnamed")
        .contains("come from the emulator")
        .contains("No item in test of: tree.");
  }

  @Test
  void anItemWhoseSegmentTwoWorksAnsweredIsOneItem(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    List<EmbeddingRow> again = new ArrayList<>();
    for (EmbeddingRow row : warehouse.rows(EmbeddingRow.TABLE)) {
      again.add(
          new EmbeddingRow(
              row.contentId(),
              row.lens(),
              row.scope(),
              row.segmentNo(),
              row.startSec(),
              row.endSec(),
              row.dim(),
              "again " + row.workKey(),
              row.vector()));
    }
    warehouse.append(EmbeddingRow.TABLE, again);
    assertThat(run(warehouse, Confs.of(ALL)).headline()).contains("demo-001: 5 items");
    assertThat(verify(spark, dir.resolve("w/_releases/demo-001")).problems()).isEmpty();
  }

  @Test
  void aPartOfAFileHasTheVectorThatWasAnsweredNearestToIt(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    CuratedRow part = item("part", "coin", "ready", "train");
    warehouse.append(
        CuratedRow.TABLE,
        List.of(
            part,
            new CuratedRow(
                "far",
                "far",
                20,
                25.458667,
                part.contentId(),
                "far",
                "coin",
                "model",
                1,
                "ready",
                List.of(),
                "train",
                null,
                LENS,
                "c1",
                0,
                0.1,
                0.2,
                "t",
                "p",
                "m")));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            span("a", 0.3, 4.8, 1),
            span("c", 0.02, 5.04f, 2),
            span("b", 0.02, 5.04f, 3),
            span("d", 20, 24.9, 4)));
    Recipe recipe = Recipe.of(Confs.of("{}"), warehouse.versions(ExportItems.sources(List.of())));
    Dataset<Row> listed = ExportItems.included(ExportItems.of(warehouse, recipe));
    List<Row> found =
        ExportItems.withVectors(warehouse, recipe, LENS, listed)
            .where(col("content_id").equalTo(part.contentId()))
            .select("item_id", "work_key", "start_sec", "vector")
            .collectAsList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).getString(1)).isEqualTo("b");
    assertThat(found.get(0).getDouble(2)).as("as it is curated").isZero();
    assertThat(found.get(0).<Float>getList(3)).containsExactly(3f, 1f);
    assertThat(run(warehouse, Confs.of(ALL)).headline())
        .startsWith("release demo-001: 6 items in 2 classes, 4 left out (1 excluded, 2 without");
    assertThat(verify(spark, dir.resolve("w/_releases/demo-001")).problems()).isEmpty();
  }

  @Test
  void filesAreNamedTheSameWhereDigitsAreOthers() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
      assertThat(ReleaseName.numbered("demo").next(List.of("demo-008"))).hasValue("demo-009");
      assertThat(new PlannedShard(0, "train", 7, "a", 1, 1, 2).digits()).isEqualTo("00007");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void theSameInputAgainWritesNothingAndNewItemsASecondReleaseBesideTheFirst(SparkSession spark)
      throws IOException {
    Warehouse warehouse = filled(spark, "w");
    run(warehouse, ExportConf.defaults());
    Map<String, String> before = snapshot(dir);
    StepReport again = run(warehouse, ExportConf.defaults());
    assertThat(again.wrote()).isFalse();
    assertThat(again.headline()).startsWith("release demo-001 is up to date: 5 items");
    assertThat(snapshot(dir)).isEqualTo(before);

    assertThat(again.lines()).noneMatch(line -> line.contains("made again"));

    warehouse.append(CuratedRow.TABLE, List.of(item("new", "coin", "ready", "train")));
    warehouse.append(EmbeddingRow.TABLE, List.of(vector("new")));
    spark.sql(
        "ALTER TABLE "
            + warehouse.identifier(CuratedRow.TABLE)
            + " SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 1 week')");
    StepReport second = run(warehouse, ExportConf.defaults());
    assertThat(second.headline()).startsWith("release demo-002: 6");
    assertThat(second.lines())
        .anyMatch(line -> line.contains("for less than a year (curated 7 days)"))
        .anyMatch(line -> line.contains("until 2026-11-28 at least") && line.contains("demo-001"));
    assertThat(snapshot(dir.resolve("w/_releases/demo-001")))
        .isEqualTo(within(before, "w/_releases/demo-001/"));
    assertThat(warehouse.rows(ReleaseRow.TABLE)).hasSize(2);
  }

  @Test
  void aReleaseIsUpToDateOnlyWithAllThatItHolds(SparkSession spark) {
    Warehouse warehouse = filled(spark, "w");
    ExportConf both = Confs.of("formats: [tfrecord-sequence, fiftyone]");
    assertThat(run(warehouse, both).headline()).startsWith("release demo-001: ");
    warehouse.append(ProjectionRow.TABLE, List.of(place("a", 0.25, -3)));
    assertThat(run(warehouse, both).headline()).as("a map").startsWith("release demo-002: ");
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(new EmbeddingRow("f1:a", LENS, "clip", 0, 0, 2.5, 2, "k", new float[] {1, 1})));
    assertThat(run(warehouse, both).headline()).as("clips").startsWith("release demo-003: ");
    assertThat(run(warehouse, both).headline()).startsWith("release demo-003 is up to date");

    ExportConf plain = Confs.of("{formats: [npy], name: plain}");
    run(warehouse, plain);
    warehouse.replace(
        CuratedRow.TABLE,
        warehouse
            .read(CuratedRow.TABLE)
            .withColumn("label_source", lit("review"))
            .withColumn("model", lit(null).cast("string")));
    assertThat(run(warehouse, plain).headline())
        .as("a person confirmed the labels, and the card says so")
        .startsWith("release plain-002: 5 items");
  }

  @Test
  void theSameItemsGiveTheSameBytesWhateverThePartitions(SparkSession spark) throws IOException {
    for (String at : List.of("a", "b")) {
      Warehouse warehouse = filled(spark, at);
      warehouse.append(
          EmbeddingRow.TABLE,
          List.of(
              new EmbeddingRow("f1:a", LENS, "clip", 1, 2.5, 5, 2, "k", new float[] {2, 2}),
              new EmbeddingRow("f1:a", LENS, "clip", 0, 0, 5, 2, "z", new float[] {9, 9}),
              new EmbeddingRow("f1:a", LENS, "clip", 0, 0, 2.5, 2, "k", new float[] {1, 1})));
      String partitions = at.equals("a") ? "1" : "7";
      run(warehouse, Confs.of("{shard-items: 2, partitions: " + partitions + ", " + ALL + "}"));
    }
    assertThat(snapshot(dir.resolve("a/_releases")))
        .isEqualTo(snapshot(dir.resolve("b/_releases")));
    Path release = dir.resolve("a/_releases/demo-001");
    assertThat(verify(spark, release).problems()).isEmpty();
    List<SequenceDecoder.Sequence> videos = new ArrayList<>();
    try (var in =
        Files.newInputStream(release.resolve("train/tfrecord-sequence/part-00000.tfrecord"))) {
      TfRecordReader reader = new TfRecordReader(in, Long.MAX_VALUE);
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        videos.add(SequenceDecoder.decode(next.get()));
      }
    }
    SequenceDecoder.Entry clip = new SequenceDecoder.Entry("a", 1, 2);
    assertThat(videos)
        .as("the clips of a video where it has some, of one answer")
        .containsExactly(new SequenceDecoder.Sequence("a", "train", List.of(clip, clip)));
  }

  @Test
  void onlyItemsThatMeetTheConditionGoInAndClassesAreCapped(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    StepReport report =
        run(warehouse, Confs.of("{where: \"verdict = 'ready' AND label <> 'rock'\", as: good}"));
    assertThat(report.headline())
        .isEqualTo(
            "release good: 4 items in 2 classes, 4 left out"
                + " (1 excluded, 1 filtered, 1 without a vector, 1 unnamed)");
    assertThat(run(warehouse, Confs.of("{max-per-class: 1, as: small}")).headline())
        .startsWith("release small: 2 items in 2 classes, 6 left out (3 capped, ");
    List<ReleaseRow> rows = warehouse.rows(ReleaseRow.TABLE);
    assertThat(rows)
        .extracting(ReleaseRow::filter)
        .contains("verdict = 'ready' AND label <> 'rock'");
    assertThat(rows)
        .extracting(row -> row.settings().get("max-per-class"))
        .containsExactlyInAnyOrder(null, "1");
    assertThatThrownBy(() -> run(warehouse, Confs.of("where: weight > 2")))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("export.where 'weight > 2'")
        .hasMessageContaining("its columns are item_id, video_id");
  }

  @Test
  void aNameThatIsTakenIsRefusedAndTheSameReleaseMadeAgainIsTheSameBytes(SparkSession spark)
      throws IOException {
    Warehouse warehouse = filled(spark, "w");
    warehouse.append(ProjectionRow.TABLE, List.of(place("a", 0.25, -3)));
    String first = "shard-items: 2, max-per-class: 2, seed: 7, " + ALL;
    run(warehouse, Confs.of("{as: spring, " + first + "}"));
    Path spring = dir.resolve("w/_releases/spring");
    assertThat(Files.readString(spring.resolve("train/fiftyone/samples-00000.jsonl")))
        .containsOnlyOnce("\"place\":[0.25,-3.0]");
    Map<String, String> before = snapshot(spring);
    assertThat(run(warehouse, Confs.of("{as: spring, " + first + "}")).headline())
        .startsWith("release spring is up to date");

    warehouse.append(CuratedRow.TABLE, List.of(item("new", "coin", "ready", "train")));
    warehouse.append(EmbeddingRow.TABLE, List.of(vector("new")));
    warehouse.append(ProjectionRow.TABLE, List.of(place("c", 1, 1), place("d", 2, 2)));
    assertThatThrownBy(() -> run(warehouse, Confs.of("{as: spring, shard-items: 3}")))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("never overwritten");
    assertThat(snapshot(spring)).isEqualTo(before);

    StepReport copied = run(warehouse, Confs.of("{as: copy, from: spring}"));
    assertThat(copied.headline()).startsWith("release copy: 4 items in 2 classes");
    Map<String, String> copy = snapshot(dir.resolve("w/_releases/copy"));
    for (Map<String, String> files : List.of(before, copy)) {
      assertThat(files.keySet()).contains("open_in_fiftyone.py", "train/npy/ids-00000.npy");
      files.keySet().removeAll(List.of("manifest.json", "README.md"));
    }
    assertThat(copy).isEqualTo(before);
    assertThat(verify(spark, dir.resolve("w/_releases/copy")).problems()).isEmpty();
    assertThatThrownBy(() -> run(warehouse, Confs.of("from: winter")))
        .hasMessageContaining("there is no release winter; there are [");
  }

  @Test
  void aReleaseWhoseRowWasLostGetsItsRowBackAndIsNotWrittenAgain(SparkSession spark)
      throws IOException {
    Warehouse warehouse = filled(spark, "w");
    run(warehouse, ExportConf.defaults());
    Map<String, String> files = snapshot(dir.resolve("w/_releases"));
    warehouse.replace(ReleaseRow.TABLE, warehouse.dataset(ReleaseRow.TABLE, List.<ReleaseRow>of()));
    assertThat(run(warehouse, ExportConf.defaults()).headline()).startsWith("release demo-001: 5");
    assertThat(snapshot(dir.resolve("w/_releases"))).isEqualTo(files);
    assertThat(warehouse.rows(ReleaseRow.TABLE)).hasSize(1);
  }

  @Test
  void whatACrashedRunLeftIsSweptAndTheReleaseGetsItsNumber(SparkSession spark) throws IOException {
    Path unfinished = dir.resolve("w/_releases/demo-001/train");
    Files.createDirectories(unfinished);
    Warehouse warehouse = filled(spark, "w");
    String owner = ExportStep.owner(warehouse);
    Files.writeString(unfinished.resolveSibling("_manifest-" + owner + ".json"), "{}");
    Files.createDirectories(dir.resolve("w/_releases/_tmp-" + owner + "-0123456789abcdef/train"));
    Path foreign = dir.resolve("w/_releases/_tmp-another-0123456789abcdef/train");
    Files.createDirectories(foreign);
    run(warehouse, ExportConf.defaults());
    assertThat(dir.resolve("w/_releases")).isDirectoryContaining("glob:**/demo-001");
    assertThat(dir.resolve("w/_releases")).isDirectoryNotContaining("glob:**/_tmp-" + owner + "*");
    assertThat(foreign).as("another warehouse writes here too").exists();
    assertThat(ExportStep.owner(filled(spark, "v"))).isNotEqualTo(owner);
    assertThat(verify(spark, dir.resolve("w/_releases/demo-001")).ok()).isTrue();
  }

  @Test
  void aReleaseThatComesOutDifferentlyLeavesNothing(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    run(warehouse, Confs.of("as: spring"));
    ReleaseRow row = warehouse.rows(ReleaseRow.TABLE).get(0);
    warehouse.replace(
        ReleaseRow.TABLE,
        warehouse.read(ReleaseRow.TABLE).withColumn("checksums", map(lit("a"), lit("b"))));
    assertThatThrownBy(() -> run(warehouse, Confs.of("{as: copy, from: spring}")))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("comes out differently than in release " + row.name());
    try (var folders = Files.list(dir.resolve("w/_releases"))) {
      assertThat(folders).containsExactly(dir.resolve("w/_releases/spring"));
    }
  }

  @Test
  void onlyAVersionThatDeltaLetGoOfIsGone(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark, "w");
    run(warehouse, Confs.of("{as: spring, formats: [npy]}"));
    Withdrawal withdrawal = new Withdrawal(warehouse, Forgotten.of(List.of("a"), List.of()));
    assertThat(withdrawal.find()).isEqualTo(new Withdrawal.Found(List.of("spring"), List.of()));
    Path file = Files.writeString(dir.resolve("file"), "no folder");
    assertThatThrownBy(() -> run(warehouse, Confs.of("{from: spring, to: " + file + "}")))
        .as("files that cannot be written")
        .satisfies(e -> assertThat(inputs(e)).isFalse());

    warehouse.replace(
        EmbeddingRow.TABLE, warehouse.dataset(EmbeddingRow.TABLE, List.of(vector("z"))));
    new Upkeep(warehouse, EmbeddingRow.TABLE).deleteOldVersions();
    assertThat(withdrawal.find()).isEqualTo(new Withdrawal.Found(List.of(), List.of("spring")));
    assertThatThrownBy(() -> run(warehouse, Confs.of("{from: spring, as: copy}")))
        .hasMessageContaining("cannot be made again from the versions")
        .satisfies(e -> assertThat(inputs(e)).isTrue());

    Warehouse damaged = filled(spark, "damaged");
    run(damaged, Confs.of("formats: [npy]"));
    try (var files = Files.walk(dir.resolve("damaged/curated"))) {
      for (Path data : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.deleteIfExists(data.resolveSibling("." + data.getFileName() + ".crc"));
        Files.writeString(data, "damaged");
      }
    }
    assertThatThrownBy(() -> new Withdrawal(damaged, Forgotten.of(List.of("a"), List.of())).find())
        .hasMessageContaining("curated");
  }

  private static boolean inputs(Throwable e) {
    return e instanceof StepStopped stopped && stopped.code() == ExitCode.INPUT;
  }

  @Test
  void nothingNamedIsNoReleaseAndNoFailure(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    assertThat(run(warehouse, ExportConf.defaults()).headline()).contains("nothing is curated yet");
    warehouse.append(CuratedRow.TABLE, List.of(item("a", null, "review", "train")));
    StepReport report = run(warehouse, ExportConf.defaults());
    assertThat(report.headline())
        .isEqualTo("no release: none of 1 items has a label, 1 left out (unnamed)");
    assertThat(report.wrote()).isFalse();
    assertThat(warehouse.exists(ReleaseRow.TABLE)).isFalse();
  }

  @Test
  void twoLensesAreRefused(SparkSession spark) {
    Warehouse warehouse = filled(spark, "w");
    CuratedRow other = item("z", "coin", "ready", "train", "other/m/visual");
    EmbeddingRow v = vector("z");
    warehouse.append(CuratedRow.TABLE, List.of(other));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            new EmbeddingRow(v.contentId(), other.lens(), "video", 0, 0, 5, 2, "k", v.vector())));
    assertThatThrownBy(() -> run(warehouse, ExportConf.defaults()))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("one release holds one lens");
  }

  private Warehouse filled(SparkSession spark, String name) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve(name).toString());
    List<CuratedRow> items = new ArrayList<>();
    items.add(item("b", "coin", "ready", "train"));
    items.add(item("a", "tree", "ready", "train"));
    items.add(item("c", "tree", "review", "train"));
    items.add(item("d", "coin", "ready", "test"));
    items.add(item("e", "coin", "ready", "test"));
    items.add(item("f", null, "review", "test"));
    items.add(item("g", "coin", "excluded", "test"));
    items.add(item("h", "coin", "ready", "test"));
    warehouse.append(CuratedRow.TABLE, items);
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of("g", "f", "e", "d", "c", "b", "a").stream().map(ExportStepTest::vector).toList());
    warehouse.append(
        ClusteringRow.TABLE,
        List.of(
            new ClusteringRow(
                "c1",
                LENS,
                "video",
                2,
                "given",
                8,
                NOW,
                false,
                7,
                2,
                "euclidean",
                0.5,
                1,
                0,
                new float[0],
                List.of(),
                null,
                null,
                null,
                null)));
    return warehouse;
  }

  private static ProjectionRow place(String id, double x, double y) {
    return new ProjectionRow(
        "c1", LENS, "f1:" + id, 0, 5, x, y, ProjectionRow.UMAP, ProjectionRow.FITTED, 1, 15, "{}");
  }

  private static CuratedRow item(String id, String label, String verdict, String split) {
    return item(id, label, verdict, split, LENS);
  }

  private static CuratedRow item(
      String id, String label, String verdict, String split, String lens) {
    return new CuratedRow(
        id,
        id,
        0,
        5,
        "f1:" + id,
        id,
        label,
        label == null ? "none" : "model",
        1,
        verdict,
        List.of(),
        split,
        "truth",
        lens,
        "c1",
        0,
        0.1,
        0.2,
        "t",
        "p",
        "m");
  }

  private static EmbeddingRow vector(String id) {
    return new EmbeddingRow(
        "f1:" + id, LENS, "video", 0, 0, 5, 2, "key-" + id, new float[] {id.charAt(0), 1});
  }

  private static EmbeddingRow span(String work, double from, double to, float first) {
    return new EmbeddingRow("f1:part", LENS, "video", 0, from, to, 2, work, new float[] {first, 1});
  }

  private static StepReport run(Warehouse warehouse, ExportConf conf) {
    return new ExportStep(conf)
        .run(
            new StepContext(
                warehouse,
                null,
                new RunInfo("r", "demo", "confhash", "0.1"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Progress.SILENT));
  }

  private static Verification verify(SparkSession spark, Path release) throws IOException {
    return new ReleaseVerifier(spark.sessionState().newHadoopConf()).verify(release.toString());
  }

  private static Map<String, String> snapshot(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static Map<String, String> within(Map<String, String> files, String prefix) {
    Map<String, String> inside = new TreeMap<>();
    files.forEach(
        (path, hash) -> {
          if (path.startsWith(prefix)) {
            inside.put(path.substring(prefix.length()), hash);
          }
        });
    return inside;
  }
}
