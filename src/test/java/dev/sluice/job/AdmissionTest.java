package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.calls.JournalUnreachable;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Latency;
import dev.sluice.emulator.Operation;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.RunRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may work on a warehouse, with which journal, and how a run is made to end. */
@ExtendWith(SparkExtension.class)
class AdmissionTest {
  // Spark would hide a property that looks like this.
  private static final String SECRET_LOOKING = "password-url-token";
  @TempDir private Path dir;
  private SparkSession spark;
  private EmulatorServer emulator;
  private Warehouse warehouse;

  @BeforeEach
  void start(SparkSession session) throws IOException {
    spark = session;
    emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    manifest("anna", "bert");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void aWarehouseHasOneJournalFromItsFirstRunOn() throws IOException {
    String first = "calls.journal=" + dir.resolve(SECRET_LOOKING);
    assertDone(run(first));
    Map<String, String> before = warehouse.versions(Tables.ALL);
    String other = "calls.journal=" + dir.resolve("other");

    RunOutcome refused = run(other);
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.message().orElseThrow())
        .contains(SECRET_LOOKING, "set calls.journal back", "--journal-moved");
    assertThat(run().exit()).as("the default is another place, too").isEqualTo(ExitCode.USAGE);
    for (String set : List.of(other, "job=else")) {
      assertThatThrownBy(() -> planner(set).plan()).hasMessageContaining("keeps its journal at");
      assertThatThrownBy(
              () -> forget(set).run(List.of("anna"), Duration.ZERO, Forget.OldVersions.KEEP))
          .hasMessageContaining("keeps its journal at");
      assertThatThrownBy(() -> maintenance(set).run(Duration.ZERO))
          .isInstanceOf(SpendingStopped.class)
          .hasMessageContaining("keeps its journal at");
    }
    assertThat(warehouse.versions(Tables.ALL)).isEqualTo(before);
    assertThat(creates()).isEqualTo(2);
    assertDone(run(first));
    assertThat(creates()).isEqualTo(2);
  }

  @Test
  void aJournalThatWasCopiedIsMovedIntoOnceAllOfItIsThere() throws IOException {
    assertDone(run());
    Path copy = dir.resolve("copy");
    String moved = "calls.journal=" + copy;
    Maintenance move = maintenance(moved);
    assertThatThrownBy(() -> move.moveJournal(Duration.ZERO))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("copy all of it");
    copy(journal(), copy);
    try (RunLease going = lease()) {
      assertThat(going.held()).isTrue();
      assertThatThrownBy(() -> move.moveJournal(Duration.ZERO)).hasMessageContaining("a-run");
    }
    move.moveJournal(Duration.ZERO);
    move.moveJournal(Duration.ZERO);
    assertDone(run(moved));
    assertThat(run().exit()).isEqualTo(ExitCode.USAGE);
    assertThat(creates()).isEqualTo(2);
  }

  @Test
  void aJournalInsideAWarehouseMovesWithItAndOneThatIsGoneIsMissed() throws IOException {
    assertDone(run());
    copy(dir.resolve("w"), dir.resolve("w2"));
    warehouse = Warehouse.at(spark, "file:" + dir.resolve("w2"));
    assertDone(run());
    delete(dir.resolve("w2/_sluice/journal"));
    RunOutcome refused = run();
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.message().orElseThrow()).contains("is empty: it is not mounted");
    assertThat(creates()).isEqualTo(2);
  }

  @Test
  void anOlderWarehouseTakesTheJournalOfItsNextRun() throws IOException {
    assertDone(run());
    spark.sql(
        "ALTER TABLE %s UNSET TBLPROPERTIES ('sluice.journal')"
            .formatted(warehouse.identifier(CallRow.TABLE)));
    assertDone(run());
    assertThat(warehouse.property(CallRow.TABLE, "sluice.journal")).contains("./_sluice/journal");
  }

  @Test
  void aJournalThatCannotBeReadIsNeverTakenForEmpty() throws IOException {
    assertDone(run("--until=ingest"));
    Path shard = journal().resolve("v1/ab");
    Files.createDirectories(shard.getParent());
    Files.createSymbolicLink(shard, shard);
    RunOutcome refused = run();
    assertThat(refused.exit()).isEqualTo(ExitCode.AGAIN);
    assertThat(refused.message().orElseThrow())
        .contains("the journal cannot be reached", "shard ab", "run again");
    assertThatThrownBy(() -> planner().plan())
        .satisfies(e -> assertThat(Failure.of(e).exit()).isEqualTo(ExitCode.AGAIN));
    assertThat(creates()).isZero();
    assertThat(warehouse.rows(RunRow.TABLE)).extracting(RunRow::exitCode).contains(75);

    delete(journal());
    Files.createSymbolicLink(journal(), journal());
    assertThat(run().exit()).isEqualTo(ExitCode.AGAIN);
    assertThatThrownBy(() -> maintenance().run(Duration.ZERO))
        .isInstanceOf(JournalUnreachable.class);
  }

  @Test
  void aWarehouseThatCannotBeReadIsNoBugAndIsTriedAgain() throws IOException {
    String down = "dev.sluice.tables.WarehouseTest$Down";
    spark.sparkContext().hadoopConfiguration().set("fs.down.impl", down);
    warehouse = Warehouse.at(spark, "down:/w");
    RunOutcome refused = run("calls.journal=" + dir.resolve("journal"));
    assertThat(refused.exit()).isEqualTo(ExitCode.AGAIN);
    assertThat(refused.message().orElseThrow()).contains("down:/w/calls", "the store is down");
  }

  @Test
  void whoFailsOnTheWayInLeavesTheLease() throws IOException {
    warehouse = Warehouse.at(spark, "catalog:missing");
    Path place = dir.resolve("journal");
    RunOutcome refused = run("calls.journal=" + place);
    assertThat(refused.message().orElseThrow()).contains("missing");
    try (RunLease next =
        RunLease.take(place.toString(), "next", Duration.ZERO, new Configuration())) {
      assertThat(next.held()).isTrue();
    }
  }

  @Test
  void aLiveCheckSendsOneSpanOfAFileAndSaysWhenTheProviderGivesUp() throws IOException {
    Files.write(
        dir.resolve("manifest.csv"),
        List.of(
            "video_id,uri,duration_sec,start_sec,end_sec,width,height,content_sha256",
            "a,anna.mp4,60,0,20,640,360," + WorkKey.sha256("a"),
            "b,anna.mp4,60,20,40,640,360," + WorkKey.sha256("a"),
            "c,anna.mp4,60,40,60,640,360," + WorkKey.sha256("a")));
    // The emulator takes it for a minute.
    Files.write(dir.resolve("anna.mp4"), new byte[60_000]);
    emulator.faults().next(Operation.EMBED, Fault.WORK_FAILS, 9);
    ExitCode exit =
        new LiveCheck(warehouse, spec(), Clock.systemUTC(), Progress.SILENT).run(line -> {});
    assertThat(exit).isEqualTo(ExitCode.PROVIDER);
    assertThat(creates()).as("of one work").isEqualTo(WorkState.MOST_FAILURES);
  }

  @Test
  void besideARunAPlanWritesNothingAndNobodyElseComesIn() throws IOException {
    assertDone(run("--until=ingest"));
    manifest("anna", "bert", "carl");
    try (RunLease going = lease()) {
      assertThat(going.held()).isTrue();
      Map<String, String> before = warehouse.versions(Tables.ALL);
      Plan plan = planner().plan();
      assertThat(plan.lines().get(0).works()).isEqualTo(2);
      assertThat(plan.notes()).anyMatch(note -> note.contains("a-run"));
      assertThat(run().exit()).isEqualTo(ExitCode.AGAIN);
      assertThatThrownBy(
              () ->
                  new LiveCheck(warehouse, spec(), Clock.systemUTC(), Progress.SILENT)
                      .run(line -> {}))
          .hasMessageContaining("a-run");
      assertThat(warehouse.versions(Tables.ALL)).isEqualTo(before);
    }
    assertThat(planner().plan().lines().get(0).works()).isEqualTo(3);
  }

  @Test
  void aRunThatIsAskedToStopLeavesARecordAndWhatItSent() throws Exception {
    emulator.close();
    emulator =
        EmulatorServer.start(
            EmulatorConf.defaults().withMadeUpAnswers().withLatency(Latency.parse("25s", 0)));
    JobRunner runner = new JobRunner(warehouse, spec(), Clock.systemUTC(), Progress.SILENT);
    Thread asks =
        new Thread(
            () -> {
              while (creates() < 2) {
                LockSupport.parkNanos(1_000_000);
              }
              runner.stop("ended by a signal");
            });
    asks.start();
    RunOutcome outcome = runner.run(List.of(), null, null, Duration.ZERO);
    asks.join();
    assertThat(outcome.exit()).isEqualTo(ExitCode.AGAIN);
    assertThat(outcome.message()).contains("embed: ended by a signal");
    assertThat(warehouse.rows(RunRow.TABLE)).extracting(RunRow::exitCode).containsExactly(75);
    Plan.Line next = planner().plan().lines().get(0);
    assertThat(next.inFlight()).as("no answer was waited for, and both count as paid").isEqualTo(2);
    assertThat(next.fresh()).isZero();
  }

  @Test
  void betweenCreatesARunStopsAtOnce() throws IOException {
    JobRunner[] runner = new JobRunner[1];
    Progress stops =
        line -> {
          if (line.startsWith("reading the manifest")) {
            runner[0].stop("ended by a signal");
          }
        };
    runner[0] = new JobRunner(warehouse, spec(), Clock.systemUTC(), stops);
    assertThat(runner[0].run(List.of(), null, null, Duration.ZERO).exit())
        .isEqualTo(ExitCode.AGAIN);
    assertThat(creates()).isZero();
    assertDone(run());
  }

  @Test
  void whateverAStepThrowsIsRecorded() throws IOException {
    for (Throwable thrown : List.of(new LinkageError("broken"), new Exception("undeclared"))) {
      Progress throwing =
          line -> {
            if (line.startsWith("reading the manifest")) {
              AdmissionTest.<RuntimeException>sneak(thrown);
            }
          };
      RunOutcome outcome =
          new JobRunner(warehouse, spec(), Clock.systemUTC(), throwing)
              .run(List.of(), null, null, Duration.ZERO);
      assertThat(outcome.exit()).isEqualTo(ExitCode.INTERNAL);
      assertThat(warehouse.rows(RunRow.TABLE))
          .anyMatch(row -> row.exitCode() == 70 && row.message().contains(thrown.getMessage()));
    }
    assertThat(run("provider.key=env:SLUICE_NO_SUCH_KEY").exit()).isEqualTo(ExitCode.USAGE);
    assertDone(run());
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private RunOutcome run(String... sets) throws IOException {
    boolean ingest = List.of(sets).contains("--until=ingest");
    return new JobRunner(warehouse, spec(sets), Clock.systemUTC(), Progress.SILENT)
        .run(List.of(), null, ingest ? "ingest" : null, Duration.ZERO);
  }

  private static void assertDone(RunOutcome outcome) {
    assertThat(outcome.message()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(ExitCode.DONE);
  }

  private Planner planner(String... sets) throws IOException {
    return new Planner(warehouse, spec(sets), Clock.systemUTC(), Progress.SILENT);
  }

  private Forget forget(String... sets) throws IOException {
    return new Forget(warehouse, spec(sets), Clock.systemUTC(), Progress.SILENT);
  }

  private Maintenance maintenance(String... sets) throws IOException {
    return new Maintenance(warehouse, spec(sets), Clock.systemUTC(), Progress.SILENT);
  }

  private JobSpec spec(String... sets) throws IOException {
    String yaml =
        """
        job: demo
        provider: {name: emulator, url: '%s', key: none}
        ingest: {manifest: manifest.csv}
        embed: {model: marengo3.0}
        """
            .formatted(emulator.baseUrl());
    return SpecReader.read(
        Files.writeString(dir.resolve("job.yaml"), yaml),
        Optional.empty(),
        Stream.of(sets).filter(set -> !set.startsWith("--")).toList());
  }

  private void manifest(String... names) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("video_id,uri,duration_sec,width,height,content_sha256");
    for (String name : names) {
      Files.writeString(dir.resolve(name + ".mp4"), "ten bytes!");
      lines.add("%s,%s.mp4,5,640,360,%s".formatted(name, name, WorkKey.sha256(name)));
    }
    Files.write(dir.resolve("manifest.csv"), lines);
  }

  private RunLease lease() {
    return RunLease.take(journal().toString(), "a-run", Duration.ZERO, new Configuration());
  }

  private Path journal() {
    return Path.of(warehouse.location().replace("file:", "")).resolve("_sluice/journal");
  }

  private long creates() {
    return emulator.log().creates(Operation.EMBED);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
