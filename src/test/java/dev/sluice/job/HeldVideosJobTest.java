package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.twelvelabs.TwelveLabs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on videos that the provider has already, against the emulator over real HTTP. */
@ExtendWith(SparkExtension.class)
class HeldVideosJobTest {
  private static final Path CLIPS = Path.of("jobs/demo/clips").toAbsolutePath();
  private static final List<String> TO_LABEL = List.of("ingest", "embed", "cluster", "label");

  @TempDir private Path dir;
  private EmulatorServer emulator;
  private VideoProvider provider;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults());
    provider =
        TwelveLabs.connect(
            new ProviderConf("emulator", emulator.baseUrl(), "none", Duration.ofSeconds(20)));
  }

  @AfterEach
  void stop() {
    provider.close();
    emulator.close();
  }

  @Test
  void anIndexIsTheManifestNothingIsSentAndTheSecondRunPaysAndWritesNothing(SparkSession spark)
      throws Exception {
    ProviderRef index = index();
    ProviderRef tree = asset("tree_00.mp4");
    ProviderRef video = add(index, tree);
    add(index, asset("coin_00.mp4"));
    add(index, asset("coin_01.mp4"));
    long uploads = emulator.log().creates(Operation.UPLOAD);
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    JobSpec spec = spec("twelvelabs:index/" + index.id(), "cluster.k=2");

    assertThat(new Checkup(spec, warehouse.location()).findings())
        .contains(new Checkup.Finding(true, "manifest twelvelabs:index/" + index.id()));
    Plan plan = new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT).plan();
    assertThat(plan.lines().get(0).fresh()).isEqualTo(3);
    assertThat(emulator.log().creates(Operation.EMBED)).isZero();

    List<String> steps = new ArrayList<>(TO_LABEL);
    steps.addAll(List.of("curate", "export", "report"));
    RunOutcome first = run(warehouse, spec, steps);
    assertThat(first.exit()).as(first.message().orElse("")).isEqualTo(ExitCode.DONE);
    assertThat(first.steps()).hasSize(steps.size());
    assertThat(emulator.log().creates(Operation.UPLOAD)).isEqualTo(uploads);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(3);
    assertThat(emulator.log().creates(Operation.ANALYZE)).isPositive();
    assertThat(warehouse.rows(CallRow.TABLE))
        .extracting(CallRow::operation)
        .doesNotContain("asset");
    assertThat(warehouse.rows(EmbeddingRow.TABLE)).isNotEmpty();
    VideoRow row = videos(warehouse).get(video.id());
    assertThat(row.uri())
        .isEqualTo("twelvelabs:index/%s/%s?asset=%s".formatted(index.id(), video.id(), tree.id()));
    assertThat(row.title()).isEqualTo("tree_00.mp4");
    assertThat(row.contentId()).startsWith("p1:");
    assertThat(row.durationSec()).isGreaterThan(4);
    assertThat(row.width()).isPositive();
    assertThat(row.height()).isPositive();
    assertThat(row.fps()).isPositive();
    assertThat(row.sizeBytes()).isEqualTo(Files.size(CLIPS.resolve("tree_00.mp4")));

    Map<String, String> before = versionsWithoutRuns(warehouse);
    long requests = emulator.log().requests();
    RunOutcome again = run(warehouse, spec, steps);
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.bill().creates()).isZero();
    assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);
    assertThat(emulator.log().requests() - requests).as("the index and one page").isEqualTo(2);
    assertThat(provider.assets().look(tree)).isInstanceOf(CallOutcome.Done.class);
  }

  @Test
  void rowsOfATableMayNameWhatTheProviderHas(SparkSession spark) throws Exception {
    ProviderRef index = index();
    ProviderRef tree = asset("tree_00.mp4");
    ProviderRef short1 = asset("faulty/too_short.mp4");
    ProviderRef video = add(index, tree);
    ProviderRef coin = add(index, asset("coin_00.mp4"));
    emulator.faults().next(Operation.UPLOAD, Fault.WORK_FAILS, 1);
    ProviderRef failed = upload("city_00.mp4");
    ended(() -> provider.assets().look(failed));
    long uploads = emulator.log().creates(Operation.UPLOAD);
    String unknown = "0123456789abcdef01234567";
    Path manifest =
        Files.writeString(
            dir.resolve("m.csv"),
            "video_id,uri,size_bytes\n"
                + "asset,twelvelabs:asset/%s,\n".formatted(tree.id())
                + "same,twelvelabs:index/%s/%s,\n".formatted(index.id(), video.id())
                + "video,twelvelabs:index/%s/%s,\n".formatted(index.id(), coin.id())
                + "gone,twelvelabs:asset/%s,\n".formatted(unknown)
                + "gone_too,twelvelabs:index/%s/%s,\n".formatted(index.id(), unknown)
                + "failed,twelvelabs:asset/%s,\n".formatted(failed.id())
                + "short,twelvelabs:asset/%s,\n".formatted(short1.id())
                + "size,twelvelabs:asset/%s,7\n".formatted(tree.id())
                + "whole,twelvelabs:index/%s,\n".formatted(index.id())
                + "odd,twelvelabs:movie/1,\n"
                + "file,%s,\n".formatted(CLIPS.resolve("ocean_00.mp4")));
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    JobSpec spec = spec(manifest.toString());
    RunOutcome first = run(warehouse, spec, List.of("ingest", "embed"));
    assertThat(first.exit()).as(first.message().orElse("")).isEqualTo(ExitCode.DONE);
    assertThat(reasons(warehouse))
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "gone", "unknown_asset",
                    "gone_too", "unknown_asset",
                    "failed", "asset_failed",
                    "short", "too_short",
                    "size", "size_differs",
                    "whole", "bad_uri",
                    "odd", "bad_uri")));
    assertThat(videos(warehouse).get("same").duplicateOf()).isEqualTo("asset");
    assertThat(emulator.log().creates(Operation.UPLOAD)).as("the file").isEqualTo(uploads + 1);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(3);

    Map<String, String> before = versionsWithoutRuns(warehouse);
    long assets = emulator.log().requests("GET /assets/{id}");
    long indexed = emulator.log().requests("GET /indexes/{id}/indexed-assets/{id}");
    RunOutcome again = run(warehouse, spec, List.of("ingest", "embed"));
    assertThat(again.bill().creates()).isZero();
    assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);
    assertThat(emulator.log().requests("GET /assets/{id}") - assets)
        .as("gone, failed, short and size; what was accepted is remembered")
        .isEqualTo(4);
    assertThat(emulator.log().requests("GET /indexes/{id}/indexed-assets/{id}") - indexed)
        .as("gone_too")
        .isEqualTo(1);
  }

  @Test
  void aWrongKeyEndsTheRunAndQuarantinesNothing(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Path key = Files.writeString(dir.resolve("bad.key"), "bad-key");
    Path manifest =
        Files.writeString(
            dir.resolve("m.csv"), "video_id,uri\na,twelvelabs:asset/1\nb,twelvelabs:asset/2\n");
    for (String of : List.of(manifest.toString(), "twelvelabs:index/1")) {
      RunOutcome outcome = run(warehouse, spec(of, "provider.key=file:" + key), List.of("ingest"));
      assertThat(outcome.exit()).isEqualTo(ExitCode.PROVIDER);
      assertThat(outcome.message().orElseThrow()).doesNotContain("bad-key");
    }
    assertThat(emulator.log().requests()).isLessThanOrEqualTo(3);
    assertThat(warehouse.rows(QuarantineRow.TABLE)).isEmpty();
    assertThat(warehouse.rows(VideoRow.TABLE)).isEmpty();
  }

  @Test
  void anIndexThatIsNotThereIsSaidBeforeAnythingRuns(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    JobSpec spec = spec("twelvelabs:index/0123456789abcdef01234567");
    assertThat(new Checkup(spec, warehouse.location()).findings())
        .anyMatch(f -> !f.ok() && f.text().contains("check the id of the index"));
    RunOutcome outcome = run(warehouse, spec, List.of("ingest"));
    assertThat(outcome.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(outcome.message().orElseThrow()).contains("check the id of the index");
  }

  private ProviderRef index() {
    CallOutcome made = provider.indexes().create("theirs", "marengo3.0", List.of("visual"));
    return ((CallOutcome.Pending) made).ref();
  }

  private ProviderRef upload(String clip) throws Exception {
    Path file = CLIPS.resolve(clip);
    CallOutcome sent =
        provider
            .assets()
            .upload(
                file.getFileName().toString(), Files.size(file), () -> Files.newInputStream(file));
    return ((CallOutcome.Pending) sent).ref();
  }

  private ProviderRef asset(String clip) throws Exception {
    ProviderRef asset = upload(clip);
    return ((CallOutcome.Done) ended(() -> provider.assets().look(asset))).ref();
  }

  private ProviderRef add(ProviderRef index, ProviderRef asset) throws Exception {
    CallOutcome added = provider.indexes().add(index, asset, Map.of(), SendGate.OPEN);
    ProviderRef video = ((CallOutcome.Pending) added).ref();
    assertThat(ended(() -> provider.indexes().videos(index).look(video)))
        .isInstanceOf(CallOutcome.Done.class);
    return video;
  }

  private static CallOutcome ended(Supplier<CallOutcome> look) throws Exception {
    for (int i = 0; i < 1200; i++) {
      CallOutcome outcome = look.get();
      if (!(outcome instanceof CallOutcome.Pending)) {
        return outcome;
      }
      Sleeper.real().sleep(Duration.ofMillis(50));
    }
    throw new AssertionError("not done after a minute");
  }

  private JobSpec spec(String manifest, String... more) {
    List<String> sets = new ArrayList<>();
    sets.add("ingest.manifest=" + manifest);
    sets.add("provider.url=" + emulator.baseUrl());
    sets.add("provider.key=none");
    sets.addAll(List.of(more));
    return SpecReader.read(Path.of("jobs/demo.yaml"), Optional.empty(), sets);
  }

  private static RunOutcome run(Warehouse warehouse, JobSpec spec, List<String> steps) {
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(steps, null, null, Duration.ZERO);
  }

  private static Map<String, VideoRow> videos(Warehouse warehouse) {
    Map<String, VideoRow> videos = new TreeMap<>();
    warehouse.rows(VideoRow.TABLE).forEach(row -> videos.put(row.videoId(), row));
    return videos;
  }

  private static Map<String, String> reasons(Warehouse warehouse) {
    Map<String, String> reasons = new TreeMap<>();
    warehouse.rows(QuarantineRow.TABLE).forEach(row -> reasons.put(row.key(), row.reason()));
    return reasons;
  }

  private static Map<String, String> versionsWithoutRuns(Warehouse warehouse) {
    Map<String, String> versions = new HashMap<>(warehouse.versions(Tables.ALL));
    versions.remove("runs");
    return versions;
  }
}
