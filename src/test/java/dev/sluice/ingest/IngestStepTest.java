package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.media.VideoFile;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class IngestStepTest {
  private static final AtomicInteger PROBES = new AtomicInteger();
  private static final IngestConf DEMO = Steps.ingest(Demo.FOLDER + "/manifest.csv");

  @Test
  void theDemoIsLookedAtOnceAndNeverOpenedAgain(SparkSession spark, @TempDir Path dir) {
    StepReport first = run(spark, dir, DEMO);
    assertThat(first.headline())
        .isEqualTo(
            "45 files: 38 accepted, 1 duplicate (same bytes as pedestrians_00), 6 quarantined,"
                + " each with its reason");
    assertThat(first.counts())
        .containsEntry("files", 45L)
        .containsEntry("accepted", 38L)
        .containsEntry("duplicates", 1L)
        .containsEntry("quarantined", 6L)
        .containsEntry("opened", 44L)
        .containsEntry("new", 38L);
    assertThat(first.wrote()).isTrue();
    assertThat(reasons(spark, dir))
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "empty", "empty_file",
                    "not_a_video", "not_a_video",
                    "too_short", "too_short",
                    "too_small", "resolution_too_low",
                    "too_wide", "aspect_ratio",
                    "truncated", "truncated")));
    assertThat(first.lines()).anyMatch(l -> l.startsWith("truncated: truncated: the container"));
    VideoRow duplicate = videos(spark, dir).get("same_bytes_other_name");
    assertThat(duplicate.status()).isEqualTo(VideoRow.DUPLICATE);
    assertThat(duplicate.duplicateOf()).isEqualTo("pedestrians_00");
    VideoRow clip = videos(spark, dir).get("pedestrians_00");
    assertThat(clip.groundTruth()).isEqualTo("pedestrians_outdoor");
    assertThat(clip.sourceId()).isEqualTo("vtest");
    assertThat(clip.attributes()).containsEntry("licence", "Apache-2.0 AND BSD-3-Clause");

    long opened = VideoFile.opened();
    StepReport again = run(spark, dir, DEMO);
    assertThat(again.counts()).containsEntry("opened", 0L).containsEntry("new", 0L);
    assertThat(VideoFile.opened()).isEqualTo(opened);
    assertThat(again.wrote()).isFalse();
    assertThat(again.headline()).isEqualTo(first.headline());
    assertThat(again.lines()).contains("0 video files opened");
  }

  @Test
  void everyKindOfBadRowGetsItsOwnReasonAndNeighboursFinish(SparkSession spark, @TempDir Path dir)
      throws IOException {
    Path manifest =
        Files.writeString(
            dir.resolve("manifest.csv"),
            """
            video_id,uri,duration_sec,width
            good,%1$s/cup_00.mp4,,
            gone,clips/gone.mp4,,
            good,%1$s/cup_01.mp4,,
            nowhere,,,
            ,%1$s/box_00.mp4,,
            words,%1$s/box_01.mp4,abc,
            negative,%1$s/box_01.mp4,-3,
            folder,%1$s,,
            "quoted, id","%1$s/box_02.mp4",,
            player,https://youtu.be/abc,,
            "evil $(rm -rf /) ; '",%1$s/../clips/ocean_00.mp4,,
            """
                .formatted(Demo.clip("")));
    StepReport report = run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(report.headline())
        .isEqualTo("11 files: 3 accepted, 8 quarantined, each with its reason");
    assertThat(reasons(spark, dir.resolve("w")))
        .containsEntry("gone", "missing_file")
        .containsEntry("good#2", "duplicate_id")
        .containsEntry("nowhere", "null_uri")
        .containsEntry("uri:" + Demo.clip("box_00.mp4"), "null_id")
        .containsEntry("words", "unreadable_column")
        .containsEntry("negative", "unreadable_column")
        .containsEntry("folder", "not_a_file")
        .containsEntry("player", "player_url")
        .hasSize(8);
    Map<String, VideoRow> videos = videos(spark, dir.resolve("w"));
    assertThat(videos.get("good").uri()).endsWith("cup_00.mp4");
    assertThat(videos.get("words").detail()).contains("duration_sec holds 'abc'");
    assertThat(videos).containsKeys("quoted, id", "evil $(rm -rf /) ; '");
  }

  @Test
  void quarantineHoldsWhatIsRefusedNow(SparkSession spark, @TempDir Path dir) throws IOException {
    Path manifest = dir.resolve("manifest.csv");
    String rows = "video_id,uri\ngood,%s\ncame,c.mp4\nother,%s\n%s,%s\n";
    String cup = Demo.clip("cup_00.mp4").toString();
    String box = Demo.clip("box_00.mp4").toString();
    Files.writeString(manifest, rows.formatted(cup, "http://127.0.0.1:1/b.mp4", "good", box));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(reasons(spark, dir.resolve("w")))
        .isEqualTo(
            new TreeMap<>(
                Map.of("came", "missing_file", "other", "unreachable", "good#2", "duplicate_id")));

    Files.copy(Demo.clip("coin_00.mp4"), dir.resolve("c.mp4"));
    Files.writeString(manifest, rows.formatted(cup, "none.mp4", "better", box));
    StepReport corrected = run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(corrected.headline())
        .isEqualTo("4 files: 3 accepted, 1 quarantined, with its reason");
    assertThat(reasons(spark, dir.resolve("w"))).isEqualTo(Map.of("other", "missing_file"));
    StepReport again = run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(again.wrote()).isFalse();

    Files.writeString(manifest, "video_id,uri\ngood,%s\n".formatted(cup));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(reasons(spark, dir.resolve("w")))
        .as("what is not looked at stays")
        .containsOnlyKeys("other");
  }

  @Test
  void aRowThatGetsItsIdLeavesQuarantine(SparkSession spark, @TempDir Path dir) throws IOException {
    Path manifest = dir.resolve("manifest.csv");
    String cup = Demo.clip("cup_00.mp4").toString();
    String rows = "video_id,uri\na,%1$s\n%2$s,%1$s\n%3$s,%1$s#2\n";
    Files.writeString(manifest, rows.formatted(cup, "", ""));
    IngestConf conf = Steps.ingest(manifest.toString());
    run(spark, dir.resolve("w"), conf);
    assertThat(reasons(spark, dir.resolve("w")))
        .isEqualTo(Map.of("uri:" + cup, "null_id", "uri:" + cup + "#2", "null_id"));

    Files.writeString(manifest, rows.formatted(cup, "", "b"));
    new IngestStep(conf, NoProvider.INSTANCE, ProbeSource.OnExecutor.INSTANCE, 1)
        .run(Demo.context(spark, dir.resolve("w")));
    assertThat(reasons(spark, dir.resolve("w")))
        .as("another row with that uri has no id yet")
        .isEqualTo(new TreeMap<>(Map.of("uri:" + cup, "null_id", "b", "missing_file")));

    Files.writeString(manifest, rows.formatted(cup, "c", "b"));
    run(spark, dir.resolve("w"), conf);
    assertThat(reasons(spark, dir.resolve("w"))).isEqualTo(Map.of("b", "missing_file"));
    assertThat(run(spark, dir.resolve("w"), conf).wrote()).isFalse();
  }

  @Test
  void aDuplicateByAWrongDigestIsAVideoOnceThatIsCorrected(SparkSession spark, @TempDir Path dir)
      throws IOException {
    Path manifest = dir.resolve("manifest.csv");
    String rows =
        """
        video_id,uri,duration_sec,width,height,content_sha256
        a,%s,4.5,640,480,%s
        b,%s,4.5,640,480,%s
        """;
    String cup = Demo.clip("cup_00.mp4").toString();
    String box = Demo.clip("box_00.mp4").toString();
    String one = "ab".repeat(32);
    Files.writeString(manifest, rows.formatted(cup, one, box, one));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(videos(spark, dir.resolve("w")).get("b").duplicateOf()).isEqualTo("a");
    Files.writeString(manifest, rows.formatted(cup, one, box, "ac".repeat(32)));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    VideoRow corrected = videos(spark, dir.resolve("w")).get("b");
    assertThat(corrected.status()).isEqualTo(VideoRow.ACCEPTED);
    assertThat(corrected.contentId()).isEqualTo("sha256:" + "ac".repeat(32));
  }

  @Test
  void aDecoderThatAbortsOrHangsCostsItsFileOnly(SparkSession spark, @TempDir Path dir)
      throws IOException {
    Path manifest =
        Files.writeString(
            dir.resolve("manifest.csv"),
            "video_id,uri\na,%1$s/cup_00.mp4\nb,%1$s/box_00.mp4\nc,%1$s/box_01.mp4\n"
                .formatted(Demo.clip("")));
    ProbeSource fakes =
        FakeProbe.that(dir, Map.of("cup_00", "kill -ABRT $$", "box_00", "sleep 3600"));
    IngestStep step =
        new IngestStep(Steps.ingest(manifest.toString()), NoProvider.INSTANCE, fakes, 100);
    StepReport report = step.run(Demo.context(spark, dir.resolve("w")));
    assertThat(report.headline()).startsWith("3 files: 1 accepted, 2 quarantined");
    assertThat(reasons(spark, dir.resolve("w")))
        .isEqualTo(new TreeMap<>(Map.of("a", "decoder_aborts", "b", "decoder_hangs")));
    assertThat(step.run(Demo.context(spark, dir.resolve("w"))).counts())
        .as("a busy machine may have let it hang")
        .containsEntry("opened", 1L);
  }

  @Test
  void whatARunHasWrittenBeforeItDiesIsNotOpenedAgain(SparkSession spark, @TempDir Path dir)
      throws IOException {
    StringBuilder rows = new StringBuilder("video_id,uri\n");
    for (String name : List.of("cup_00", "cup_01", "box_00", "box_01", "coin_00", "tree_00")) {
      rows.append("%s,%s.mp4\n".formatted(name, Demo.clip(name)));
    }
    rows.append("again,%s\n".formatted(Demo.clip("cup_00.mp4")));
    IngestConf conf =
        Steps.ingest(Files.writeString(dir.resolve("m.csv"), rows.toString()).toString());
    PROBES.set(5);
    ProbeSource dying =
        () -> {
          if (PROBES.decrementAndGet() < 0) {
            throw new IllegalStateException("the machine is lost");
          }
          return ProbeSource.OnExecutor.INSTANCE.probe();
        };
    IngestStep first = new IngestStep(conf, NoProvider.INSTANCE, dying, 3);
    assertThatThrownBy(() -> first.run(Demo.context(spark, dir.resolve("w"))))
        .hasStackTraceContaining("the machine is lost");
    int written = videos(spark, dir.resolve("w")).size();
    assertThat(written).isBetween(1, 5);

    PROBES.set(1000);
    StepReport second =
        new IngestStep(conf, NoProvider.INSTANCE, dying, 3)
            .run(Demo.context(spark, dir.resolve("w")));
    assertThat(second.headline()).startsWith("7 files: 6 accepted, 1 duplicate (same bytes as ");
    assertThat(second.counts()).containsEntry("opened", 7L - written);
    StepReport whole = run(spark, dir.resolve("w"), conf);
    assertThat(whole.headline()).isEqualTo(second.headline());
    assertThat(whole.wrote()).isFalse();
  }

  @Test
  void aDeltaManifestWithFactsAndDigestOpensNothing(SparkSession spark, @TempDir Path dir) {
    String table = dir.resolve("manifest").toString();
    spark
        .sql(
            """
            SELECT 'cup_00' AS video_id, '%s' AS uri, 4.5D AS duration_sec, 640 AS width,
              480 AS height, repeat('ab', 32) AS content_sha256, 'train' AS split, 7 AS shelf,
              TIMESTAMP'2026-01-02 03:04:05' AS captured_at
            """
                .formatted(Demo.clip("cup_00.mp4")))
        .write()
        .format("delta")
        .save(table);
    StepReport report = run(spark, dir.resolve("w"), Steps.ingest(table));
    assertThat(report.counts()).containsEntry("opened", 0L).containsEntry("accepted", 1L);
    VideoRow video = videos(spark, dir.resolve("w")).get("cup_00");
    assertThat(video.contentId()).isEqualTo("sha256:" + "ab".repeat(32));
    assertThat(video.attributes()).containsExactlyEntriesOf(Map.of("shelf", "7"));
    assertThat(video.capturedAt()).isNotNull();
  }

  @Test
  void aPredicateAndASeededSampleChooseTheSameRowsOnAnyPartitioning(
      SparkSession spark, @TempDir Path dir) {
    var rows =
        spark
            .range(200)
            .selectExpr(
                "concat('v', id) AS video_id",
                "'%s' AS uri".formatted(Demo.clip("cup_00.mp4")),
                "concat('class', id % 4) AS label",
                "cast(id AS double) AS start_sec",
                "IF(id < 150, 'train', 'test') AS split");
    rows.repartition(7).write().format("delta").save(dir + "/seven");
    rows.coalesce(1).write().parquet(dir + "/one");
    List<String> seven = chosen(spark, dir + "/seven", 51L);
    assertThat(seven).hasSize(12);
    assertThat(chosen(spark, dir + "/one", 51L)).isEqualTo(seven);
    assertThat(chosen(spark, dir + "/one", 52L)).isNotEqualTo(seven);
  }

  @Test
  void aFolderOfClassesGivesLabelsThroughTheNameMap(SparkSession spark, @TempDir Path dir)
      throws IOException {
    Path cups = Files.createDirectories(dir.resolve("footage/2_cup cover"));
    Files.copy(Demo.clip("cup_00.mp4"), cups.resolve("001.mp4"));
    Path boxes = Files.createDirectories(dir.resolve("footage/box"));
    Files.copy(Demo.clip("box_00.mp4"), boxes.resolve("001.mp4"));
    Files.writeString(boxes.resolve("notes.txt"), "not listed");
    IngestConf conf =
        new IngestConf(
            dir.resolve("footage").toString(),
            null,
            null,
            null,
            Map.of("2_cup cover", "Cup"),
            null,
            null);
    run(spark, dir.resolve("w"), conf);
    Map<String, VideoRow> videos = videos(spark, dir.resolve("w"));
    assertThat(videos).containsOnlyKeys("2_cup cover/001", "box/001");
    assertThat(videos.get("2_cup cover/001").groundTruth()).isEqualTo("Cup");
    assertThat(videos.get("box/001").groundTruth()).isEqualTo("box");
  }

  @Test
  void aFiftyOneExportIsRead(SparkSession spark, @TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("data"));
    Files.copy(Demo.clip("tree_00.mp4"), dir.resolve("data/tree.mp4"));
    Files.writeString(
        dir.resolve("samples.json"),
        """
        {"samples": [
          {"_id": {"$oid": "1"}, "filepath": "data/tree.mp4", "tags": ["train", "outdoor"],
           "metadata": {"_cls": "VideoMetadata", "duration": 5.0},
           "ground_truth": {"_cls": "Classification", "label": "tree"}, "weather": "windy"},
          {"filepath": "data/short.mp4", "tags": ["test"], "metadata": {"duration": 1.0},
           "ground_truth": {"label": "tree"}}
        ]}
        """);
    IngestConf conf =
        new IngestConf(
            dir.toString(), null, "split = 'train' AND duration_sec >= 4", null, null, null, 3);
    assertThat(run(spark, dir.resolve("w"), conf).headline())
        .isEqualTo("1 file: 1 accepted, 0 quarantined");
    VideoRow tree = videos(spark, dir.resolve("w")).get("tree");
    assertThat(tree.groundTruth()).isEqualTo("tree");
    assertThat(tree.split()).isEqualTo("train");
    assertThat(tree.attributes()).isEqualTo(Map.of("tags", "train,outdoor", "weather", "windy"));
  }

  @Test
  void jsonLinesAreReadAndABrokenLineIsQuarantined(SparkSession spark, @TempDir Path dir)
      throws IOException {
    Path manifest =
        Files.writeString(
            dir.resolve("m.jsonl"),
            """
            {"video_id": "a", "uri": "%s", "extra": {"k": 1}}
            {"video_id": "b", "uri"
            """
                .formatted(Demo.clip("coin_00.mp4")));
    StepReport report = run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(report.headline()).isEqualTo("2 files: 1 accepted, 1 quarantined, with its reason");
    assertThat(videos(spark, dir.resolve("w")).get("a").attributes())
        .containsEntry("extra", "{\"k\":\"1\"}");
  }

  @Test
  void everyOtherColumnIsAnAttributeWhateverItsName(SparkSession spark, @TempDir Path dir)
      throws IOException {
    String clip = Demo.clip("coin_00.mp4").toString();
    Path manifest =
        Files.writeString(
            dir.resolve("m.csv"),
            "video_id,uri,problem,nth,listed_fps\na,%s,glare,7,9.5\nb,%s,haze,8,9.5\n"
                .formatted(clip, clip));
    IngestConf conf =
        new IngestConf(manifest.toString(), null, "problem = 'glare'", null, null, null, null);
    assertThat(run(spark, dir.resolve("w"), conf).counts()).containsEntry("accepted", 1L);
    assertThat(videos(spark, dir.resolve("w")).get("a").attributes())
        .isEqualTo(Map.of("problem", "glare", "nth", "7", "listed_fps", "9.5"));
  }

  @Test
  void aSpanOfTheWholeFileIsTheFile(SparkSession spark, @TempDir Path dir) throws IOException {
    Path manifest = dir.resolve("m.csv");
    String facts = Demo.clip("cup_00.mp4") + ",4.5,640,480," + "ab".repeat(32);
    Files.writeString(
        manifest,
        """
        video_id,uri,duration_sec,width,height,content_sha256,start_sec,end_sec
        a,%1$s,,
        b,%1$s,0,
        c,%1$s,,4.5
        d,%1$s,0,4.48
        part,%1$s,0.4,
        same,%1$s,0.4,4.5
        """
            .formatted(facts));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    Map<String, VideoRow> videos = videos(spark, dir.resolve("w"));
    assertThat(videos.values())
        .extracting(VideoRow::videoId, VideoRow::duplicateOf)
        .containsExactlyInAnyOrder(
            tuple("a", null),
            tuple("b", "a"),
            tuple("c", "a"),
            tuple("d", "a"),
            tuple("part", null),
            tuple("same", "part"));
  }

  @Test
  void newRowsAreLookedAtAndOldOnesStay(SparkSession spark, @TempDir Path dir) throws IOException {
    Path manifest = dir.resolve("m.csv");
    String clips = Demo.clip("").toString();
    Files.writeString(manifest, "video_id,uri\nzz,%s/cup_00.mp4\n".formatted(clips));
    run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    // The same bytes under a name that sorts first, and without the old name.
    Files.writeString(
        manifest, "video_id,uri\naa,%1$s/cup_00.mp4\nbb,%1$s/cup_01.mp4\n".formatted(clips));
    StepReport report = run(spark, dir.resolve("w"), Steps.ingest(manifest.toString()));
    assertThat(report.headline())
        .isEqualTo("2 files: 1 accepted, 1 duplicate (same bytes as zz), 0 quarantined");
    assertThat(report.counts()).containsEntry("new", 1L);
    assertThat(videos(spark, dir.resolve("w"))).containsOnlyKeys("zz", "aa", "bb");
  }

  @Test
  void aListThatBreaksOffWritesNothingAndIsReadAgainLater(SparkSession spark, @TempDir Path dir) {
    IngestStep step = new IngestStep(Steps.ingest("twelvelabs:index/i1"), new BrokenList());
    assertThatThrownBy(() -> step.run(Demo.context(spark, dir.resolve("w"))))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.AGAIN))
        .hasMessageContaining("the list broke off")
        .hasMessageContaining("run again");
    assertThat(videos(spark, dir.resolve("w"))).isEmpty();
  }

  @Test
  void whatCannotBeUsedAtAllStopsTheRun(SparkSession spark, @TempDir Path dir) throws IOException {
    assertStops(spark, dir, Steps.ingest(dir + "/none.csv"), ExitCode.INPUT, "nothing at that");
    String empty = Files.writeString(dir.resolve("e.csv"), "video_id,uri\n").toString();
    assertStops(spark, dir, Steps.ingest(empty), ExitCode.INPUT, "lists no videos");
    String lacking = Files.writeString(dir.resolve("l.csv"), "video_id,path\na,b\n").toString();
    assertStops(spark, dir, Steps.ingest(lacking), ExitCode.INPUT, "no column uri");
    String bad = Files.writeString(dir.resolve("b.csv"), "video_id,uri\na,b.mp4\n").toString();
    assertStops(spark, dir, Steps.ingest(bad), ExitCode.INPUT, "a: missing_file");
    String down =
        Files.writeString(dir.resolve("d.csv"), "video_id,uri\na,http://127.0.0.1:1/b.mp4\n")
            .toString();
    assertStops(spark, dir, Steps.ingest(down), ExitCode.AGAIN, "a: unreachable");
    AwayFileSystem.in(spark.sparkContext().hadoopConfiguration());
    assertStops(spark, dir, Steps.ingest("away:" + empty), ExitCode.AGAIN, "503 Slow Down");
    IngestConf where = new IngestConf(bad, null, "colour = 'red'", null, null, null, null);
    assertStops(spark, dir, where, ExitCode.USAGE, "video_id");
    IngestConf none = new IngestConf(bad, null, "uri = 'c'", null, null, null, null);
    assertStops(spark, dir, none, ExitCode.INPUT, "ingest.where");
    IngestConf.Sample sample = new IngestConf.Sample("colour", 1, null);
    IngestConf by = new IngestConf(bad, null, null, sample, null, null, null);
    assertStops(spark, dir, by, ExitCode.USAGE, "ingest.sample.by");
  }

  private static void assertStops(
      SparkSession spark, Path dir, IngestConf conf, ExitCode code, String message) {
    assertThatThrownBy(() -> run(spark, dir.resolve("w"), conf))
        .isInstanceOfSatisfying(StepStopped.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static List<String> chosen(SparkSession spark, String manifest, long seed) {
    IngestConf conf =
        new IngestConf(
            manifest,
            null,
            "split = 'train'",
            new IngestConf.Sample("label", 3, seed),
            null,
            null,
            null);
    var stores = spark.sparkContext().hadoopConfiguration();
    return new ManifestStep(spark, conf, ManifestPlace.find(conf, stores), NoProvider.INSTANCE)
        .rows(stores).select("video_id").collectAsList().stream()
            .map(r -> r.getString(0))
            .sorted()
            .toList();
  }

  private static StepReport run(SparkSession spark, Path warehouse, IngestConf conf) {
    return new IngestStep(conf).run(Demo.context(spark, warehouse));
  }

  private static Map<String, String> reasons(SparkSession spark, Path warehouse) {
    Map<String, String> reasons = new TreeMap<>();
    Warehouse.at(spark, warehouse.toString())
        .rows(QuarantineRow.TABLE)
        .forEach(r -> reasons.put(r.key(), r.reason()));
    return reasons;
  }

  private static Map<String, VideoRow> videos(SparkSession spark, Path warehouse) {
    Map<String, VideoRow> videos = new TreeMap<>();
    Warehouse.at(spark, warehouse.toString())
        .rows(VideoRow.TABLE)
        .forEach(v -> videos.put(v.videoId(), v));
    return videos;
  }
}
