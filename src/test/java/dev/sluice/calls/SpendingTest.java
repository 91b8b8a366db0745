package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import dev.sluice.media.ProbeResult;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.Segmentation;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Money, end to end: Spark tasks, plugin RPC, real HTTP, real files, real Delta. */
@ExtendWith(SparkExtension.class)
class SpendingTest {
  private static final List<String> CLIPS = List.of("tree_00", "ocean_00", "coin_00", "city_00");

  @TempDir private Path dir;
  private EmulatorServer emulator;

  @BeforeEach
  void start() {
    emulator = EmulatorServer.start(EmulatorConf.defaults());
  }

  @AfterEach
  void stop() {
    emulator.close();
    CrashPoints.observe((point, workKey) -> {});
  }

  @Test
  void everyCreateHappensInsideATaskAndIsInTheLedger(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    SpendReport report = spender(warehouse, emulator, "ok").spend(works(spark));

    assertThat(report.done()).isEqualTo(4);
    assertThat(report.creates()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
    List<String> tasks = new ArrayList<>();
    for (Fact intent : facts(FactKind.INTENT)) {
      if (intent.header().operation().equals("embed")) {
        tasks.add(intent.header().task());
      }
    }
    assertThat(tasks).hasSize(4).allMatch(task -> task.startsWith("stage "));
    List<CallRow> calls = warehouse.rows(CallRow.TABLE);
    assertThat(calls).hasSize(8).allMatch(call -> call.outcome().equals("done"));
    assertThat(calls.stream().mapToDouble(CallRow::price).sum())
        .isCloseTo(report.cost(), org.assertj.core.api.Assertions.within(1e-9))
        .isPositive();
    assertThat(warehouse.read(ResponseRow.TABLE).count()).isEqualTo(4);
  }

  @Test
  void aSecondRunPaysNothingEvenAtAnotherAddress(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    spender(warehouse, emulator, "ok").spend(works(spark));
    try (EmulatorServer other = EmulatorServer.start(EmulatorConf.defaults())) {
      SpendReport again = spender(warehouse, other, "ok").spend(works(spark));
      assertThat(again.known()).isEqualTo(4);
      assertThat(again.creates()).isZero();
      assertThat(again.uploads()).isZero();
      assertThat(other.log().requests()).isZero();
    }
  }

  @Test
  void aTaskThatIsTriedAgainPaysNothing(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    AtomicInteger left = new AtomicInteger(1);
    CrashPoints.observe(
        (point, workKey) -> {
          if (point.equals(CrashPoints.TASK_END) && left.getAndDecrement() > 0) {
            throw new IllegalStateException("crash on purpose at " + point);
          }
        });
    SpendReport report = spender(warehouse, emulator, "ok").spend(works(spark));
    assertThat(left.get()).as("the task crashed and was tried again").isNegative();
    assertThat(report.done()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.UPLOAD)).isEqualTo(4);
  }

  @Test
  void aWrongKeyIsOneFailedCallAndNothingElse(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    assertThatThrownBy(() -> spender(warehouse, emulator, "bad-key").spend(works(spark)))
        .isInstanceOf(SpendingStopped.class)
        .satisfies(
            e -> assertThat(((SpendingStopped) e).why()).isEqualTo(SpendingStopped.Why.PROVIDER));
    assertThat(emulator.log().requests()).isEqualTo(1);
    assertThat(facts(FactKind.INTENT)).isEmpty();
  }

  @Test
  void aLostAnswerIsFoundAgainAndNotPaidTwice(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    emulator.faults().next(Operation.EMBED, Fault.DROPPED_AFTER, 1);
    SpendReport report = spender(warehouse, emulator, "ok").spend(works(spark));
    assertThat(report.done()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
    assertThat(warehouse.rows(CallRow.TABLE)).allMatch(call -> call.generation() == 1);
  }

  @Test
  void severalLostAnswersAreToldApart(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    emulator.faults().next(Operation.EMBED, Fault.DROPPED_AFTER, 3);
    SpendReport report = spender(warehouse, emulator, "ok").spend(works(spark));
    assertThat(report.done() + report.held()).isEqualTo(4);
    assertThat(report.done()).as("clips of different length are told apart").isGreaterThan(1);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
  }

  @Test
  void theDriverAloneDoesTheSameWork(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    SpendReport report =
        new DeltaSpender(
                warehouse,
                settings(emulator, "ok", Optional.empty(), RunOn.DRIVER),
                () -> true,
                Clock.systemUTC(),
                line -> {})
            .spend(works(spark));
    assertThat(report.done()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
    assertThat(facts(FactKind.INTENT)).allMatch(fact -> fact.header().task().equals("driver"));
  }

  @Test
  void aRunThatLostTheLeaseCreatesNothing(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    DeltaSpender late =
        new DeltaSpender(
            warehouse,
            settings(emulator, "ok", Optional.empty()),
            () -> false,
            Clock.systemUTC(),
            line -> {});
    assertThatThrownBy(() -> late.spend(works(spark)))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("took over");
    assertThat(emulator.log().requests()).isZero();
  }

  @Test
  void whoLostTheLeaseFoldsNothing(SparkSession spark) {
    spender(Warehouse.at(spark, dir.resolve("w").toString()), emulator, "ok").spend(works(spark));
    Warehouse other = Warehouse.at(spark, dir.resolve("other").toString());
    Fold late =
        new Fold(
            other,
            JournalPlace.of(
                dir.resolve("journal").toString(), spark.sparkContext().hadoopConfiguration()),
            SpendRig.PRICES,
            () -> false);
    assertThatThrownBy(late::everything)
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("took over");
    assertThat(other.rows(CallRow.TABLE)).isEmpty();
    assertThat(other.rows(ResponseRow.TABLE)).isEmpty();
  }

  @Test
  void aSecondActionOnPaidWorksPaysNothing(SparkSession spark) {
    List<CallRequest> requests = new ArrayList<>();
    for (Row row : works(spark).collectAsList()) {
      requests.add(new CallRequest(Work.CODEC.fromRow(row), 1, ""));
    }
    SpendSettings how = settings(emulator, "ok", Optional.empty());
    Attempts attempts = new Attempts();
    PermitDesk desk =
        new PermitDesk(
            new PermitDesk.Rules(Map.of(), SpendRig.PRICES, Double.POSITIVE_INFINITY, () -> true),
            attempts,
            dev.sluice.ratelimit.Ticker.system(),
            new Tally());
    desk.open("r1");
    CallSettings call =
        new CallSettings(
            how.provider(),
            JournalPlace.of(how.journal(), spark.sparkContext().hadoopConfiguration()),
            "run-1",
            "r1",
            Duration.ofSeconds(20),
            4,
            Duration.ofMillis(50));
    spark.sparkContext().addSparkListener(attempts);
    PermitPlugin.serve(desk);
    try {
      desk.listen(refs -> refs);
      Dataset<Row> paid = new SparkRounds(spark, 2).paid(call, requests);
      assertThat(paid.collectAsList()).isNotEmpty();
      long creates = emulator.log().creates(Operation.EMBED);
      long uploads = emulator.log().creates(Operation.UPLOAD);
      assertThat(creates).isEqualTo(4);
      paid.collectAsList();
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(creates);
      assertThat(emulator.log().creates(Operation.UPLOAD)).isEqualTo(uploads);
    } finally {
      PermitPlugin.serve(null);
      spark.sparkContext().removeSparkListener(attempts);
    }
  }

  @Test
  void aTaskThatTheProviderGivesUpIsPaidAgainAsTheNextGeneration(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    emulator.faults().next(Operation.EMBED, Fault.WORK_FAILS, 1);
    SpendReport report = spender(warehouse, emulator, "ok").spend(works(spark));
    assertThat(report.done()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(5);
    assertThat(warehouse.rows(CallRow.TABLE))
        .filteredOn(call -> call.generation() == 2)
        .singleElement()
        .matches(call -> call.outcome().equals("done"));
  }

  @Test
  void aBudgetStopsCreatingBeforeItIsOverrun(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    SpendSettings settings =
        settings(
            emulator,
            "ok",
            Optional.of(new dev.sluice.spend.Budget(0.042 * 5 / 60 * 2.5, "USD", "day")));
    DeltaSpender poor =
        new DeltaSpender(warehouse, settings, () -> true, Clock.systemUTC(), line -> {});
    assertThatThrownBy(() -> poor.spend(works(spark)))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("budget");
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(2);
  }

  @Test
  void whatStoppedSpendingIsToldEvenWhereQuarantineIsDamaged(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    CrashPoints.observe(
        (point, workKey) -> {
          if (point.equals(CrashPoints.CREATED)) {
            damage(dir.resolve("w/quarantine/_delta_log"));
          }
        });
    SpendSettings settings =
        settings(emulator, "ok", Optional.of(new dev.sluice.spend.Budget(0.004, "USD", "day")));
    assertThatThrownBy(
            () ->
                new DeltaSpender(warehouse, settings, () -> true, Clock.systemUTC(), line -> {})
                    .spend(works(spark)))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("budget")
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
  }

  private static void damage(Path log) {
    try {
      Files.createDirectories(log);
      Files.writeString(log.resolve("00000000000000000000.json"), "no commit");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void twoNamesOfOneContentAreOneWork(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Dataset<Row> twice = works(spark).union(works(spark));
    assertThat(spender(warehouse, emulator, "ok").spend(twice).asked()).isEqualTo(4);
    assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(4);
  }

  @Test
  void equalWordsArePaidOnce(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    List<Work> words =
        Stream.of("a forklift", "a person", "a forklift")
            .map(text -> Works.embedText("emulator", "marengo3.0", text))
            .toList();
    DeltaSpender spender = spender(warehouse, emulator, "ok");
    SpendReport report = spender.spend(warehouse.dataset(Work.CODEC, words));

    assertThat(report.done()).isEqualTo(2);
    assertThat(report.cost()).isCloseTo(2 * 0.00007, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(emulator.log().creates(Operation.EMBED_TEXT)).isEqualTo(2);
    assertThat(warehouse.rows(CallRow.TABLE))
        .hasSize(2)
        .allMatch(call -> call.unit().equals("request") && call.units() == 1);
    String key = words.get(0).workKey();
    assertThat(spender.readText(spender.answers(List.of(key)).get(key))).hasSize(512);
    assertThat(spender.spend(warehouse.dataset(Work.CODEC, words)).creates()).isZero();
  }

  @Test
  void aLostAnswerAboutWordsIsPaidAgainAndCounted(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    emulator.faults().next(Operation.EMBED_TEXT, Fault.DROPPED_AFTER, 1);
    Work words = Works.embedText("emulator", "marengo3.0", "a forklift");
    SpendReport report =
        spender(warehouse, emulator, "ok").spend(warehouse.dataset(Work.CODEC, List.of(words)));

    assertThat(report.done()).isEqualTo(1);
    assertThat(emulator.log().creates(Operation.EMBED_TEXT)).isEqualTo(2);
    assertThat(warehouse.rows(CallRow.TABLE))
        .extracting(CallRow::generation, CallRow::outcome, CallRow::billed)
        .containsExactlyInAnyOrder(tuple(1, "failed", "unknown"), tuple(2, "done", "yes"));
  }

  private DeltaSpender spender(Warehouse warehouse, EmulatorServer server, String key) {
    return new DeltaSpender(
        warehouse,
        settings(server, key, Optional.empty()),
        () -> true,
        Clock.systemUTC(),
        line -> {});
  }

  private SpendSettings settings(
      EmulatorServer server, String key, Optional<dev.sluice.spend.Budget> budget) {
    return settings(server, key, budget, RunOn.EXECUTORS);
  }

  private SpendSettings settings(
      EmulatorServer server, String key, Optional<dev.sluice.spend.Budget> budget, RunOn runOn) {
    try {
      Path keyFile = Files.writeString(dir.resolve("key-" + key), key);
      return SpendRig.settings(
          new ProviderConf("emulator", server.baseUrl(), "file:" + keyFile, Duration.ofSeconds(20)),
          dir,
          budget,
          runOn,
          2,
          Duration.ofSeconds(20));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Dataset<Row> works(SparkSession spark) {
    List<Work> works = new ArrayList<>();
    for (String clip : CLIPS) {
      works.add(
          Works.embed(
              "emulator",
              "f1:" + WorkKey.sha256(clip),
              Path.of("jobs/demo/clips/" + clip + ".mp4").toUri().toString(),
              new EmbedRequest(
                  "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty()),
              seconds(clip) / 60));
    }
    return spark.createDataFrame(Work.CODEC.toRows(works), Work.CODEC.schema());
  }

  private static double seconds(String clip) {
    ProbeResult result =
        new Probe(FfmpegPrograms.onThisMachine())
            .probe(Path.of("jobs/demo/clips/" + clip + ".mp4"));
    return ((ProbeResult.Facts) result).facts().durationSec();
  }

  private List<Fact> facts(FactKind kind) {
    Journal journal = new StoreJournal(new LinkStore(dir.resolve("journal")));
    List<Fact> facts = new ArrayList<>();
    try {
      for (FactName name : all(journal)) {
        if (name.kind() == kind) {
          facts.add(FactJson.read(journal.get(name).orElseThrow()).orElseThrow());
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return facts;
  }

  private static List<FactName> all(Journal journal) throws java.io.IOException {
    List<FactName> names = new ArrayList<>();
    for (String shard : Journal.shards()) {
      names.addAll(journal.list(shard));
    }
    return names;
  }
}
