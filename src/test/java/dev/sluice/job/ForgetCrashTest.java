package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.export.ExportStep;
import dev.sluice.export.ReleaseVerifier;
import dev.sluice.job.Forget.OldVersions;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.ReviewRow;
import dev.sluice.tables.RunRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.Tables;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import dev.sluice.twelvelabs.TwelveLabs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A takedown that dies on the way, and what runs and later takedowns make of what it left. */
@ExtendWith(SparkExtension.class)
class ForgetCrashTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String TEN_BYTES = WorkKey.sha256("ten bytes!");
  @TempDir private Path dir;
  private EmulatorServer emulator;
  private Warehouse warehouse;

  @BeforeEach
  void start(SparkSession spark) {
    emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    warehouse = Warehouse.at(spark, dir.resolve("w").toString());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void onceTheTombstoneStandsNoRunPaysForTheVideo() throws IOException {
    manifest("mia-1", "olga-1");
    run("ingest", "embed");
    manifest("bert-1", "mia-1", "nina-1", "olga-1");
    run("ingest");
    warehouse.append(RunRow.TABLE, List.of(failedOn("nina-1")));
    assertThat(ids())
        .as("mia is paid, olga is her double")
        .containsExactly("bert-1", "mia-1", "nina-1");
    List<String> goes = List.of("mia-1", "nina-1");
    Forget dying = forget(dyingAt("provider and journal"));
    assertThatThrownBy(() -> dying.run(goes, AT_ONCE, OldVersions.KEEP)).isInstanceOf(Killed.class);

    run("embed");
    assertThat(emulator.log().creates(Operation.EMBED)).as("mia's and bert's").isEqualTo(2);
    run("ingest", "embed");
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(2);
    assertThat(ids()).containsExactly("bert-1", "olga-1");

    assertThat(forget(Progress.SILENT).run(goes, AT_ONCE, OldVersions.KEEP).exit())
        .isEqualTo(ExitCode.DONE);
    assertForgotten("mia-1");
    assertForgotten("nina-1");
  }

  @Test
  void eachAttemptGoesOnWhereTheOneBeforeDied() throws IOException {
    manifest("anna-1", "bert-1");
    run("ingest", "embed");
    release("anna-1", "bert-1");
    underWay("anna-1", 1);
    underWay("anna-1", 2);
    ProviderRef upload = upload("anna-1");
    Map<String, List<String>> neighbour = rowsNaming("bert-1");

    // Between the two works under way: one is given up, and the ledger does not know yet.
    Forget second = new Forget(warehouse, spec(), new DyingClock(3), Progress.SILENT);
    assertThatThrownBy(() -> second.run(List.of("anna-1"), AT_ONCE, OldVersions.KEEP))
        .isInstanceOf(Killed.class);
    // Provider and journal are done, the release cannot be marked.
    Path mark = Files.createDirectories(dir.resolve("w/_releases/demo-001/WITHDRAWN/x"));
    assertThatThrownBy(
            () -> forget(Progress.SILENT).run(List.of("anna-1"), AT_ONCE, OldVersions.KEEP))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("demo-001 cannot be marked");
    Files.delete(mark);
    Files.delete(mark.getParent());
    assertThat(isGone(upload)).isTrue();
    // Only videos and its older versions are left: the ledger knows of nothing that was paid.
    assertThatThrownBy(
            () -> forget(dyingAt("videos")).run(List.of("anna-1"), AT_ONCE, OldVersions.DELETE))
        .isInstanceOf(Killed.class);
    assertThat(warehouse.rows(ReleaseRow.TABLE)).allMatch(ReleaseRow::withdrawn);
    assertThat(ids()).containsExactly("anna-1", "bert-1");

    run("ingest", "embed");
    assertThat(emulator.log().creates(Operation.EMBED)).as("those of the first run").isEqualTo(2);
    assertThat(ids()).containsExactly("bert-1");

    Forget.Outcome last =
        forget(Progress.SILENT).run(List.of("anna-1"), AT_ONCE, OldVersions.DELETE);
    assertThat(last.exit()).isEqualTo(ExitCode.DONE);
    assertForgotten("anna-1");
    assertThat(rowsNaming("bert-1")).isEqualTo(neighbour);
    for (String table : List.of("videos", "embeddings", "responses", "curated")) {
      assertThat(everWritten(table)).as("all versions of " + table).noneMatch(names("anna-1"));
    }
    assertThat(dir.resolve("w/_releases/demo-001/WITHDRAWN")).isRegularFile();
  }

  @Test
  void whereverItDiesTheNextAttemptFinishesIt() throws IOException {
    manifest("anna-1", "bert-1");
    run("ingest", "embed");
    release("anna-1", "bert-1");
    underWay("anna-1", 1);
    warehouse.append(
        ReviewRow.TABLE, List.of(review("anna-1"), review("anna-1@0-2.5"), review("bert-1@0-2.5")));
    Map<String, List<String>> neighbour = rowsNaming("bert-1");
    int attempts = 1;
    while (dies(attempts)) {
      attempts++;
    }
    assertThat(attempts).as("stages of a takedown").isGreaterThan(8);
    assertForgotten("anna-1");
    assertThat(rowsNaming("bert-1")).isEqualTo(neighbour);
    assertThat(warehouse.rows(ReleaseRow.TABLE)).allMatch(ReleaseRow::withdrawn);
    assertThat(
            new ReleaseVerifier(new Configuration())
                .verify(dir.resolve("w/_releases/demo-001").toString())
                .problems())
        .anyMatch(problem -> problem.toString().startsWith("WITHDRAWN"));
    run("ingest", "embed");
    assertThat(ids()).containsExactly("bert-1");
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(2);
  }

  /** Whether a takedown that is killed at its nth stage has so many. */
  private boolean dies(int nth) throws IOException {
    int[] left = {nth};
    Progress progress =
        line -> {
          if (--left[0] == 0) {
            throw new Killed();
          }
        };
    try {
      forget(progress).run(List.of("anna-1"), AT_ONCE, OldVersions.KEEP);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static ReviewRow review(String key) {
    return new ReviewRow("video", key, "coin", false, "pat", null, NOW);
  }

  private Forget forget(Progress progress) throws IOException {
    return new Forget(warehouse, spec(), Clock.fixed(NOW, ZoneOffset.UTC), progress);
  }

  /** What a takedown says before each stage is where it ends. */
  private static Progress dyingAt(String stage) {
    return line -> {
      if (line.equals(stage)) {
        throw new Killed();
      }
    };
  }

  private void run(String... steps) throws IOException {
    RunOutcome outcome =
        new JobRunner(warehouse, spec(), Clock.systemUTC(), Progress.SILENT)
            .run(List.of(steps), null, null, AT_ONCE);
    assertThat(outcome.message()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(ExitCode.DONE);
  }

  private JobSpec spec() throws IOException {
    String yaml =
        """
        job: demo
        provider: {name: emulator, url: '%s', key: none}
        ingest: {manifest: manifest.csv}
        embed: {model: marengo3.0}
        export: {}
        """
            .formatted(emulator.baseUrl());
    return SpecReader.read(
        Files.writeString(dir.resolve("job.yaml"), yaml), Optional.empty(), List.of());
  }

  private void manifest(String... names) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("video_id,uri,duration_sec,width,height,content_sha256");
    for (String name : names) {
      Files.writeString(dir.resolve(name + ".mp4"), "ten bytes!");
      // The same bytes, known by a digest of our own and by one of the manifest's.
      String given = name.equals("mia-1") ? "" : name.equals("olga-1") ? TEN_BYTES : digest(name);
      lines.add("%s,%s.mp4,5,640,360,%s".formatted(name, name, given));
    }
    Files.write(dir.resolve("manifest.csv"), lines);
  }

  private void release(String... names) throws IOException {
    List<CuratedRow> rows = new ArrayList<>();
    String lens = null;
    for (String name : names) {
      EmbeddingRow vector =
          warehouse
              .rows(EmbeddingRow.TABLE, col("scope").equalTo("video").and(contentOf(name)))
              .get(0);
      lens = vector.lens();
      rows.add(
          new CuratedRow(
              name,
              name,
              vector.startSec(),
              vector.endSec(),
              content(name),
              name,
              "coin",
              "model",
              1,
              "ready",
              List.of(),
              "train",
              null,
              lens,
              "c1",
              0,
              0.1,
              0.2,
              "t",
              "p",
              "m"));
    }
    warehouse.append(CuratedRow.TABLE, rows);
    warehouse.append(ClusteringRow.TABLE, List.of(Steps.clustering("c1", lens, "video", 1, 0)));
    RunInfo run = new RunInfo("r", "demo", "c", "v");
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    assertThat(
            new ExportStep(spec().export())
                .run(new StepContext(warehouse, null, run, clock, Progress.SILENT))
                .headline())
        .startsWith("release demo-001: 2 items");
  }

  private void underWay(String name, int nth) throws IOException {
    FactName fact = new FactName(new WorkKey(WorkKey.sha256(name + nth)), 1, FactKind.CREATED);
    Fact.Header header =
        new Fact.Header("embed", "emulator", "m", content(name), "run", "task", NOW, 1);
    Path file = dir.resolve("w/_sluice/journal").resolve(fact.path());
    Files.createDirectories(file.getParent());
    Files.write(
        file, FactJson.write(new Fact(fact, header, NOW, "t-" + nth, Fact.Answer.atMost(2, 0))));
  }

  private RunRow failedOn(String name) {
    return new RunRow(
        "r0",
        "demo",
        NOW,
        NOW,
        70,
        "ingest: file:%s cannot be read".formatted(dir.resolve(name + ".mp4")),
        "ingest",
        Map.of(),
        0,
        0,
        "USD",
        Map.of(),
        Map.of(),
        "c",
        "v");
  }

  private ProviderRef upload(String name) {
    CallRow call =
        warehouse
            .rows(CallRow.TABLE, col("operation").equalTo("asset").and(contentOf(name)))
            .get(0);
    return new ProviderRef(call.providerRef());
  }

  private boolean isGone(ProviderRef upload) {
    ProviderConf conf =
        new ProviderConf("emulator", emulator.baseUrl(), "none", Duration.ofSeconds(20));
    try (VideoProvider provider = TwelveLabs.connect(conf)) {
      return provider.assets().look(upload) instanceof CallOutcome.SourceGone;
    }
  }

  private void assertForgotten(String name) throws IOException {
    assertThat(rowsNaming(name)).isEmpty();
    try (Stream<Path> files = Files.walk(dir.resolve("w/_sluice/journal"))) {
      assertThat(files.filter(Files::isRegularFile))
          .noneMatch(file -> read(file).contains(digest(name)));
    }
  }

  /** Rows by table, of those tables that have some. */
  private Map<String, List<String>> rowsNaming(String name) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Table<?> table : Tables.ALL) {
      if (warehouse.exists(table)) {
        rows.put(
            table.name(),
            warehouse.read(table).toJSON().collectAsList().stream()
                .filter(names(name))
                .sorted()
                .toList());
      }
    }
    rows.values().removeIf(List::isEmpty);
    return rows;
  }

  private List<String> everWritten(String table) {
    return warehouse
        .spark()
        .read()
        .parquet(dir.resolve("w/" + table).toString())
        .toJSON()
        .collectAsList();
  }

  private static Predicate<String> names(String name) {
    return row -> row.contains(name) || row.contains(digest(name));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Column contentOf(String name) {
    return col("content_id").equalTo(content(name));
  }

  private static String content(String name) {
    return "sha256:" + digest(name);
  }

  private static String digest(String name) {
    return WorkKey.sha256("bytes of " + name);
  }

  private List<String> ids() {
    Column accepted = col("status").equalTo(VideoRow.ACCEPTED);
    return warehouse.rows(VideoRow.TABLE, accepted).stream()
        .map(VideoRow::videoId)
        .sorted()
        .toList();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Dies when it is asked for the nth time. */
  private static final class DyingClock extends Clock {
    private int left;

    DyingClock(int nth) {
      this.left = nth;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      if (--left == 0) {
        throw new Killed();
      }
      return NOW;
    }
  }
}
