package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.export.ExportStep;
import dev.sluice.export.ReleaseVerifier;
import dev.sluice.ingest.IngestStep;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.ReviewRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Upkeep;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import dev.sluice.twelvelabs.TwelveLabs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ForgetTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String LENS = "emulator/m/visual";
  @TempDir private Path dir;

  @Test
  void aVideoGoesEverywhereAndDoesNotComeBack(SparkSession spark) throws Exception {
    try (EmulatorServer server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
        VideoProvider provider =
            TwelveLabs.connect(
                new ProviderConf("emulator", server.baseUrl(), "none", Duration.ofSeconds(20)))) {
      Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
      manifest("anna,anna.mp4,", "bert,bert.mp4,");
      ingest(warehouse);
      ProviderRef asset = upload(provider);
      called(warehouse, "anna", "asset", asset.id());
      called(warehouse, "anna", "embed", "task-1");
      called(warehouse, "bert", "embed", "task-2");
      Path underWay = underWay("anna");
      warehouse.append(
          QuarantineRow.TABLE,
          List.of(new QuarantineRow("ingest", "anna#2", "duplicate_id", "anna", NOW, false)));
      warehouse.append(
          QuarantineRow.TABLE,
          List.of(new QuarantineRow("ingest", "uri:anna.mp4", "null_id", "", NOW, false)));
      warehouse.append(
          ReviewRow.TABLE,
          List.of(new ReviewRow("video", "anna@0-2.5", "coin", false, "pat", null, NOW)));
      warehouse.append(ClusteringRow.TABLE, List.of(Steps.clustering("c1", LENS, "video", 1, 0)));
      StepReport exported = export(warehouse, "export: {}");
      assertThat(exported.headline()).startsWith("release demo-001: 2 items");

      String unreachable = "http://127.0.0.1:1/v1.3";
      Map<String, String> before = warehouse.versions(Tables.ALL);
      assertThat(forget(warehouse, unreachable).look(List.of("anna")))
          .contains(
              "anna: goes, and its content with it",
              "provider: 1 uploads and analyses to delete",
              "release demo-001: to withdraw",
              "quarantine: 2 rows",
              "reviews: 1 rows",
              "embeddings: 1 rows",
              "videos: 1 rows");
      assertThat(warehouse.versions(Tables.ALL)).as("looking writes nothing").isEqualTo(before);

      Forget.Outcome first = run(warehouse, unreachable, "anna");
      assertThat(first.exit()).isEqualTo(ExitCode.AGAIN);
      assertThat(first.lines())
          .anyMatch(line -> line.startsWith("provider: 1 could not be deleted; forget again"))
          .contains(
              "journal: 1 works were under way and are given up; the ledger counts them in full",
              "release demo-001: withdrawn; delete its folder and every copy of it",
              "curated: 1 rows, still in older versions for 365 days and a `maintain`");
      assertThat(ids(warehouse)).containsExactly("bert");
      assertThat(underWay).doesNotExist();

      Forget.Outcome second = run(warehouse, server.baseUrl(), "anna");
      assertThat(second.exit()).isEqualTo(ExitCode.DONE);
      assertThat(second.lines())
          .containsExactly(
              "anna: gone before",
              "provider: 1 uploads and analyses deleted",
              "calls: 1 rows, still in older versions for 30 days and a `maintain`");
      assertThat(provider.assets().look(asset)).isInstanceOf(CallOutcome.SourceGone.class);
      assertThat(warehouse.rows(CallRow.TABLE))
          .as("the bill stays, and says nothing of the video")
          .hasSize(4)
          .allMatch(call -> call.contentId().equals(content("bert")) || nobody(call));
      assertThat(warehouse.rows(ReleaseRow.TABLE).get(0).withdrawn()).isTrue();
      assertThat(
              new ReleaseVerifier(new Configuration())
                  .verify(dir.resolve("w/_releases/demo-001").toString())
                  .problems())
          .singleElement()
          .hasToString(
              "WITHDRAWN: a video in this release was taken down: do not use it, delete it and its copies");
      assertThatThrownBy(() -> export(warehouse, "export: {from: demo-001}"))
          .isInstanceOf(StepStopped.class)
          .hasMessageContaining("demo-001 is withdrawn");

      manifest("anna,anna.mp4,", "bert,bert.mp4,", "anna_by_another_name,anna.mp4,");
      StepReport again = ingest(warehouse);
      assertThat(again.counts()).containsEntry("forgotten", 2L).containsEntry("new", 0L);
      assertThat(ids(warehouse)).containsExactly("bert");
      assertThat(warehouse.read(QuarantineRow.TABLE).count()).isZero();
    }
  }

  @Test
  void anAnalysisWhoseAnswerWasLostIsLookedForAndDeleted(SparkSession spark) throws Exception {
    try (EmulatorServer server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
        VideoProvider provider =
            TwelveLabs.connect(
                new ProviderConf("emulator", server.baseUrl(), "none", Duration.ofSeconds(20)))) {
      Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
      manifest("anna,anna.mp4,", "bert,bert.mp4,");
      ingest(warehouse);
      Path there = lost("anna", "there");
      Path never = lost("anna", "never");
      Path other = lost("bert", "other");
      ProviderRef task = analysis(provider, "there");

      Forget.Outcome first = run(warehouse, "http://127.0.0.1:1/v1.3", "anna");
      assertThat(first.exit()).isEqualTo(ExitCode.AGAIN);
      assertThat(first.lines())
          .anyMatch(line -> line.startsWith("provider: 2 could not be deleted; forget again"));
      assertThat(there).as("the next takedown looks for it").exists();

      Forget.Outcome second = run(warehouse, server.baseUrl(), "anna");
      assertThat(second.exit()).isEqualTo(ExitCode.DONE);
      assertThat(second.lines())
          .contains("provider: 1 uploads and analyses deleted")
          .anyMatch(line -> line.startsWith("provider: 1 uploads and analyses among them may be"));
      assertThat(provider.analyst().createdSince(Instant.EPOCH)).isEmpty();
      assertThat(provider.analyst().delete(task)).isInstanceOf(CallOutcome.SourceGone.class);
      assertThat(there).doesNotExist();
      assertThat(never).doesNotExist();
      assertThat(other).exists();
    }
  }

  @Test
  void aSharedContentStaysUntilItsLastNameGoesAndOldVersionsGoWhenAsked(SparkSession spark)
      throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    manifest("bert,bert.mp4,", "bert_again,bert.mp4,", "carl,carl.mp4,");
    ingest(warehouse);
    warehouse.append(EmbeddingRow.TABLE, List.of(vector("bert", "w")));
    Forget.Outcome first = run(warehouse, "http://127.0.0.1:1/v1.3", "bert");
    assertThat(first.exit()).isEqualTo(ExitCode.DONE);
    assertThat(first.lines())
        .contains(
            "bert: goes; its content stays, because it is that of bert_again too: name it as well if it must go",
            "videos: 1 accepted in place of a first name that goes");
    VideoRow heir = warehouse.rows(VideoRow.TABLE, col("video_id").equalTo("bert_again")).get(0);
    assertThat(heir.status()).isEqualTo(VideoRow.ACCEPTED);
    assertThat(heir.duplicateOf()).isNull();
    assertThat(warehouse.read(EmbeddingRow.TABLE).count()).isEqualTo(1);

    assertThatThrownBy(() -> forget(warehouse, "http://127.0.0.1:1/v1.3").look(List.of("bret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no such video here: bret; nothing was done");

    forget(warehouse, "http://127.0.0.1:1/v1.3")
        .run(List.of("bert_again"), Duration.ZERO, Forget.OldVersions.DELETE);
    assertThat(ids(warehouse)).containsExactly("carl");
    assertThat(
            spark
                .read()
                .parquet(dir.resolve("w/videos").toString())
                .where(col("video_id").startsWith("bert"))
                .count())
        .as("no file of any version holds it")
        .isZero();
    assertThat(warehouse.read(EmbeddingRow.TABLE).count()).isZero();
    assertThat(spark.conf().get("spark.databricks.delta.retentionDurationCheck.enabled"))
        .isEqualTo("true");
  }

  @Test
  void contentsOfOlderVersionsGoTooAndVersionsThatAreGoneAreSaid(SparkSession spark)
      throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    manifest("anna,anna.mp4,", "bert,bert.mp4,");
    ingest(warehouse);
    warehouse.append(EmbeddingRow.TABLE, List.of(vector("anna", "w1"), vector("anna2", "w2")));
    manifest("anna,anna2.mp4,", "bert,bert.mp4,");
    ingest(warehouse);
    String nobody = "http://127.0.0.1:1/v1.3";
    assertThat(forget(warehouse, nobody).look(List.of("anna")))
        .contains("embeddings: 2 rows")
        .noneMatch(line -> line.contains("first versions are gone"));
    run(warehouse, nobody, "anna");
    assertThat(warehouse.read(EmbeddingRow.TABLE).count()).isZero();
    new Upkeep(warehouse, VideoRow.TABLE).deleteOldVersions();
    assertThat(forget(warehouse, nobody).look(List.of("bert")))
        .contains("videos: its first versions are gone; contents that only they show stay");
  }

  private static boolean nobody(CallRow call) {
    return call.contentId().equals("forgotten") && call.message() == null;
  }

  private Forget.Outcome run(Warehouse warehouse, String url, String id) throws IOException {
    return forget(warehouse, url).run(List.of(id), Duration.ZERO, Forget.OldVersions.KEEP);
  }

  private Forget forget(Warehouse warehouse, String url) throws IOException {
    String spec = "job: demo\nprovider: {name: emulator, url: '%s', key: none}\n".formatted(url);
    return new Forget(warehouse, spec(spec), CLOCK, Progress.SILENT);
  }

  private JobSpec spec(String yaml) throws IOException {
    return SpecReader.read(
        Files.writeString(dir.resolve("job.yaml"), yaml), Optional.empty(), List.of());
  }

  private void manifest(String... rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("video_id,uri,title,duration_sec,width,height,content_sha256");
    for (String row : rows) {
      String file = row.split(",")[1];
      Files.writeString(dir.resolve(file), "ten bytes!");
      String digest = content(file.replace(".mp4", "")).substring("sha256:".length());
      lines.add(row + ",5,640,360," + digest);
    }
    Files.write(dir.resolve("manifest.csv"), lines);
  }

  private StepReport ingest(Warehouse warehouse) {
    return new IngestStep(Steps.ingest(dir.resolve("manifest.csv").toString()))
        .run(context(warehouse));
  }

  private StepReport export(Warehouse warehouse, String block) throws IOException {
    String yaml = "job: demo\nprovider: {name: emulator}\n" + block + "\n";
    return new ExportStep(spec(yaml).export()).run(context(warehouse));
  }

  private static StepContext context(Warehouse warehouse) {
    return new StepContext(
        warehouse, null, new RunInfo("r", "demo", "c", "v"), CLOCK, Progress.SILENT);
  }

  private static String content(String name) {
    return "sha256:" + WorkKey.sha256(name);
  }

  private static ProviderRef upload(VideoProvider provider) {
    byte[] bytes = new byte[100];
    return ((CallOutcome.Pending)
            provider.assets().upload("a.mp4", 100, () -> new ByteArrayInputStream(bytes)))
        .ref();
  }

  /** A call with its answer, vector and item. */
  private static void called(Warehouse warehouse, String name, String operation, String ref) {
    String work = WorkKey.sha256(operation + name);
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
                content(name),
                ref,
                "done",
                "yes",
                null,
                "about " + name,
                1,
                1,
                "media_minute",
                0.1,
                "USD",
                NOW,
                NOW,
                "run")));
    if (operation.equals("embed")) {
      warehouse.append(
          ResponseRow.TABLE,
          List.of(
              new ResponseRow(work, 1, content(name), operation, "emulator", "m", new byte[] {1})));
      warehouse.append(EmbeddingRow.TABLE, List.of(vector(name, work)));
      warehouse.append(
          CuratedRow.TABLE,
          List.of(
              new CuratedRow(
                  name,
                  name,
                  0,
                  5,
                  content(name),
                  name,
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
    }
  }

  private static EmbeddingRow vector(String name, String work) {
    return new EmbeddingRow(content(name), LENS, "video", 0, 0, 5, 1, work, new float[] {1});
  }

  /** An analysis of which only the intent is known. */
  private Path lost(String name, String asked) throws IOException {
    FactName fact = new FactName(new WorkKey(WorkKey.sha256(asked)), 1, FactKind.INTENT);
    Fact.Header header =
        new Fact.Header("analyze", "emulator", "m", content(name), "run", "task", NOW, 1);
    Path file = dir.resolve("w/_sluice/journal").resolve(fact.path());
    Files.createDirectories(file.getParent());
    return Files.write(
        file, FactJson.write(new Fact(fact, header, NOW, "", Fact.Answer.atMost(2, 100))));
  }

  /** What the provider has of it. */
  private static ProviderRef analysis(VideoProvider provider, String asked) throws Exception {
    String tag =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(WorkKey.sha256(asked)))
            + "-1";
    AnalyzeRequest request =
        new AnalyzeRequest("pegasus1.5", "Which?", List.of("a", "b"), 0.2, 512, Optional.empty());
    ProviderRef asset = upload(provider);
    until(() -> provider.assets().look(asset));
    ProviderRef task =
        ((CallOutcome.Pending)
                provider
                    .analyst()
                    .create(request, new MediaSource.Asset(asset), SendGate.OPEN, tag))
            .ref();
    until(() -> provider.analyst().look(task));
    return task;
  }

  private static void until(Supplier<CallOutcome> look) throws InterruptedException {
    for (int i = 0; i < 600 && !(look.get() instanceof CallOutcome.Done); i++) {
      Sleeper.real().sleep(Duration.ofMillis(100));
    }
  }

  /** A call that the provider has accepted. */
  private Path underWay(String name) throws IOException {
    FactName fact = new FactName(new WorkKey(WorkKey.sha256("asked")), 1, FactKind.CREATED);
    Fact.Header header =
        new Fact.Header("embed", "emulator", "m", content(name), "run", "task", NOW, 1);
    Path file = dir.resolve("w/_sluice/journal").resolve(fact.path());
    Files.createDirectories(file.getParent());
    return Files.write(
        file, FactJson.write(new Fact(fact, header, NOW, "task-9", Fact.Answer.atMost(2, 0))));
  }

  private static List<String> ids(Warehouse warehouse) {
    return warehouse.rows(VideoRow.TABLE).stream().map(VideoRow::videoId).sorted().toList();
  }
}
