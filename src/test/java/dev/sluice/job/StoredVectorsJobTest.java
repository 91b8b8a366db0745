package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.MediaSource;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on the vectors that an index keeps, against the emulator with made-up answers. */
@ExtendWith(SparkExtension.class)
class StoredVectorsJobTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4").toAbsolutePath();
  private static final String DETAIL = "GET /indexes/{id}/indexed-assets/{id}";

  @TempDir private Path dir;
  private EmulatorServer emulator;
  private VideoProvider provider;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
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
  void vectorsOfAnIndexAreTakenOnceForNothingBesideThoseThatArePaidFor(SparkSession spark)
      throws Exception {
    ProviderRef index = index("theirs", "visual");
    ProviderRef first = indexed(index, "https://example.org/a.mp4?seconds=20");
    ProviderRef second = indexed(index, "https://example.org/b.mp4?seconds=30");
    ProviderRef heard = index("of sounds alone", "audio");
    ProviderRef third = indexed(heard, "https://example.org/c.mp4?seconds=40");
    Path manifest =
        Files.writeString(
            dir.resolve("m.csv"),
            "video_id,uri,start_sec,end_sec\n"
                + "part1,twelvelabs:index/%s/%s,0,10\n".formatted(index.id(), first.id())
                + "part2,twelvelabs:index/%s/%s,10,20\n".formatted(index.id(), first.id())
                + "whole,twelvelabs:index/%s/%s,,\n".formatted(index.id(), second.id())
                + "heard,twelvelabs:index/%s/%s,,\n".formatted(heard.id(), third.id())
                + "file,%s,,\n".formatted(CLIP));
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    JobSpec spec = spec(manifest.toString());
    RunOutcome run = run(warehouse, spec, List.of("ingest", "embed"));
    assertThat(run.exit()).as(run.message().orElse("")).isEqualTo(ExitCode.DONE);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(1);
    Plan plan = new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT).plan();
    assertThat(plan.lines().get(0).works()).as("the file").isEqualTo(1);
    assertThat(plan.notes()).anyMatch(note -> note.startsWith("embed: 3 more"));
    List<EmbeddingRow> rows = warehouse.rows(EmbeddingRow.TABLE);
    assertThat(rows).extracting(EmbeddingRow::lens).containsOnly("emulator/made-up@1/visual");
    assertThat(rows).extracting(EmbeddingRow::scope).containsOnly("clip");
    Map<String, String> contents = new HashMap<>();
    warehouse.rows(VideoRow.TABLE).forEach(v -> contents.put(v.videoId(), v.contentId()));
    assertThat(contents.get("part1")).isEqualTo(contents.get("part2"));
    assertTaken(rows, contents.get("part1"), index, first);
    assertTaken(rows, contents.get("whole"), index, second);
    QuarantineRow none = warehouse.rows(QuarantineRow.TABLE).get(0);
    assertThat(none.key()).isEqualTo(contents.get("heard"));
    assertThat(none.reason()).isEqualTo("empty_result");
    assertThat(none.detail()).contains(third.id(), "embed.indexed");
    List<CallRow> paid = warehouse.rows(CallRow.TABLE);
    assertThat(paid).extracting(CallRow::contentId).containsOnly(contents.get("file"));
    assertThat(rows)
        .filteredOn(row -> !row.contentId().equals(contents.get("file")))
        .extracting(EmbeddingRow::workKey)
        .doesNotContainAnyElementsOf(paid.stream().map(CallRow::workKey).toList());

    Map<String, String> before = versionsWithoutRuns(warehouse);
    long asked = emulator.log().requests(DETAIL);
    RunOutcome again = run(warehouse, spec, List.of("embed"));
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.bill().creates()).isZero();
    assertThat(versionsWithoutRuns(warehouse)).isEqualTo(before);
    assertThat(emulator.log().requests(DETAIL)).as("the one without").isEqualTo(asked + 1);
  }

  @Test
  void unitsThatStoredVectorsCannotFillAreSaidBeforeAnythingRuns() {
    assertThatThrownBy(() -> spec("m.csv", "cluster.unit=video"))
        .isInstanceOf(SpecInvalid.class)
        .hasMessageContaining("set cluster.unit to clip");
  }

  private void assertTaken(
      List<EmbeddingRow> rows, String content, ProviderRef index, ProviderRef video) {
    IndexedVideos videos = provider.indexes().videos(index);
    CallOutcome stored = videos.stored(video, "marengo3.0", List.of("visual"));
    List<EmbeddedSegment> segments = videos.segments(((CallOutcome.Done) stored).answer());
    List<EmbeddingRow> taken =
        rows.stream()
            .filter(row -> row.contentId().equals(content))
            .sorted(Comparator.comparing(EmbeddingRow::segmentNo))
            .toList();
    assertThat(taken).hasSameSizeAs(segments);
    for (int i = 0; i < taken.size(); i++) {
      assertThat(taken.get(i).scope()).isEqualTo("clip");
      assertThat(taken.get(i).startSec()).isCloseTo(segments.get(i).startSec(), within(0.0));
      assertThat(taken.get(i).endSec()).isCloseTo(segments.get(i).endSec(), within(0.0));
      assertThat(taken.get(i).vector()).isEqualTo(segments.get(i).vector());
    }
  }

  private ProviderRef index(String name, String modality) {
    return accepted(provider.indexes().create(name, "marengo3.0", List.of(modality)));
  }

  private ProviderRef indexed(ProviderRef index, String link) throws Exception {
    ProviderRef asset = accepted(provider.assets().link("theirs.mp4", new MediaSource.Url(link)));
    done(() -> provider.assets().look(asset));
    ProviderRef video = accepted(provider.indexes().add(index, asset, Map.of(), SendGate.OPEN));
    done(() -> provider.indexes().videos(index).look(video));
    return video;
  }

  private static ProviderRef accepted(CallOutcome outcome) {
    return ((CallOutcome.Pending) outcome).ref();
  }

  private static void done(Supplier<CallOutcome> look) throws Exception {
    for (int i = 0; i < 600; i++) {
      CallOutcome outcome = look.get();
      if (!(outcome instanceof CallOutcome.Pending)) {
        assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
        return;
      }
      Sleeper.real().sleep(Duration.ofMillis(50));
    }
    throw new AssertionError("not done after half a minute");
  }

  private JobSpec spec(String manifest, String... more) {
    List<String> sets = new ArrayList<>();
    sets.add("ingest.manifest=" + manifest);
    sets.add("provider.url=" + emulator.baseUrl());
    sets.add("provider.key=none");
    sets.add("embed.indexed=stored");
    sets.add("embed.scopes=[clip]");
    sets.add("cluster.unit=clip");
    sets.addAll(List.of(more));
    return SpecReader.read(Path.of("jobs/demo.yaml"), Optional.empty(), sets);
  }

  private static RunOutcome run(Warehouse warehouse, JobSpec spec, List<String> steps) {
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(steps, null, null, Duration.ZERO);
  }

  private static Map<String, String> versionsWithoutRuns(Warehouse warehouse) {
    Map<String, String> versions = new HashMap<>(warehouse.versions(Tables.ALL));
    versions.remove("runs");
    return versions;
  }
}
