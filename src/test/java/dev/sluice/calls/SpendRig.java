package dev.sluice.calls;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import dev.sluice.spend.Budget;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One warehouse, one journal, one emulator, and runs that spend on them. */
final class SpendRig implements AutoCloseable {
  static final PriceList PRICES =
      new PriceList("test", LocalDate.of(2026, 1, 1), "USD", 0.042, 0.07, 0.03, 0);

  final SparkSession spark;
  final Path dir;
  final EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());

  SpendRig(SparkSession spark, Path dir) {
    this.spark = spark;
    this.dir = dir;
  }

  Warehouse warehouse() {
    return Warehouse.at(spark, dir.resolve("w").toString());
  }

  Journal journal() {
    return new StoreJournal(new LinkStore(dir.resolve("journal")));
  }

  /** A run of its own that gives up after three seconds without progress. */
  DeltaSpender run() {
    return run(line -> {});
  }

  /** A run of its own that tells what goes on. */
  DeltaSpender run(Consumer<String> progress) {
    SpendSettings settings =
        settings(
            new ProviderConf("emulator", emulator.baseUrl(), "none", Duration.ofSeconds(20)),
            dir,
            Optional.empty(),
            RunOn.EXECUTORS,
            1,
            Duration.ofSeconds(3));
    return new DeltaSpender(warehouse(), settings, () -> true, Clock.systemUTC(), progress);
  }

  SpendReport spend(List<Work> works) {
    return run().spend(dataset(works));
  }

  Dataset<Row> dataset(List<Work> works) {
    return spark.createDataFrame(Work.CODEC.toRows(works), Work.CODEC.schema());
  }

  /** Writes facts of a work's first generation. */
  FactWriter facts(Work work) {
    return facts(work, Clock.systemUTC());
  }

  /** Writes facts of a work's first generation, at a time of its own. */
  FactWriter facts(Work work, Clock clock) {
    return new FactWriter(
        journal(),
        clock,
        new FactName(new WorkKey(work.workKey()), 1, FactKind.INTENT),
        new Fact.Header(
            work.operation(),
            "emulator",
            work.model(),
            work.contentId(),
            "r",
            "t",
            clock.instant(),
            1),
        Fact.Answer.atMost(1, 0),
        fact -> {});
  }

  Fold fold() {
    return fold(() -> true);
  }

  Fold fold(BooleanSupplier leaseHeld) {
    return new Fold(
        warehouse(),
        JournalPlace.of(
            dir.resolve("journal").toString(), spark.sparkContext().hadoopConfiguration()),
        PRICES,
        leaseHeld);
  }

  List<QuarantineRow> quarantine() {
    return warehouse().rows(QuarantineRow.TABLE);
  }

  /** One work per URI, about four seconds of it. */
  static List<Work> works(String... uris) {
    List<Work> works = new ArrayList<>();
    for (String uri : uris) {
      works.add(
          Works.embed(
              "emulator",
              "f1:" + WorkKey.sha256(uri),
              uri,
              new EmbedRequest(
                  "marengo3.0",
                  List.of("visual"),
                  new Segmentation.Dynamic(4),
                  Optional.of(new Span(0, 4))),
              4 / 60.0));
    }
    return works;
  }

  static String clip(String name) {
    return Path.of("jobs/demo/clips/" + name + ".mp4").toUri().toString();
  }

  /** Settings of a run that looks often and gives a lost answer no time to settle. */
  static SpendSettings settings(
      ProviderConf provider,
      Path dir,
      Optional<Budget> budget,
      RunOn runOn,
      int partitions,
      Duration patience) {
    return new SpendSettings(
        provider,
        dir.resolve("journal").toString(),
        PRICES,
        budget,
        Map.of(),
        Duration.ofSeconds(60),
        4,
        partitions,
        Duration.ofMillis(50),
        patience,
        Duration.ZERO,
        Duration.ofMinutes(10),
        OnUnsure.QUARANTINE,
        runOn,
        Duration.ofSeconds(5),
        "run-1",
        Instant.now());
  }

  @Override
  public void close() {
    emulator.close();
  }
}
