package dev.sluice.bench;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.calls.FailingTask;
import dev.sluice.calls.OnUnsure;
import dev.sluice.calls.RunOn;
import dev.sluice.calls.SpendReport;
import dev.sluice.calls.SpendSettings;
import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.Segmentation;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
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
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sluice: the spender that every paying step uses, on a warehouse of its own. */
final class Ours implements Contender {
  private static final PriceList FREE =
      new PriceList("emulator", LocalDate.of(2026, 11, 21), "USD", 0, 0, 0, 0);

  /** As a job has it unless its spec says otherwise. */
  private static final int REQUESTS_PER_TASK = 8;

  /** Shorter than a job's: the emulator answers in milliseconds. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final SparkSession spark;
  private final Path home;
  private final String journal;
  private final Consumer<String> progress;

  /**
   * A spender.
   *
   * @param spark where its tasks run
   * @param home folder of its warehouse and journal
   * @param progress told what is going on
   */
  Ours(SparkSession spark, Path home, Consumer<String> progress) {
    this(spark, home, home.resolve("journal").toString(), progress);
  }

  /** A spender whose journal is somewhere else, on any file system that Spark knows. */
  Ours(SparkSession spark, Path home, String journal, Consumer<String> progress) {
    this.spark = spark;
    this.home = home;
    this.journal = journal;
    this.progress = progress;
  }

  @Override
  public String name() {
    return "sluice";
  }

  @Override
  public void run(Course course) {
    SpendReport unused = spend(course);
  }

  // Its result is a table: reading it twice asks the spender twice.
  @Override
  public void runCountedFirst(Course course) {
    run(course);
    run(course);
  }

  /** Does the works and says what became of them. */
  SpendReport spend(Course course) {
    if (course.failAtCreate().isPresent()) {
      FailingTask.atCreate(course.failAtCreate().getAsInt(), OnPurpose::new);
    }
    try {
      return new DeltaSpender(
              warehouse(), settings(course), () -> true, Clock.systemUTC(), progress)
          .spend(works(course.clips()));
    } finally {
      FailingTask.never();
    }
  }

  /** Its tables. */
  Warehouse warehouse() {
    return Warehouse.at(spark, home.resolve("warehouse").toString());
  }

  /** Folder of its journal. */
  String journal() {
    return journal;
  }

  /** The works, as a step would ask for them. */
  Dataset<Row> works(List<Clip> clips) {
    List<Work> works = new ArrayList<>(clips.size());
    for (Clip clip : clips) {
      works.add(
          Works.embed(
              "emulator",
              "f1:" + WorkKey.sha256("bench-" + clip.id()),
              clip.link(),
              new EmbedRequest(
                  "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty()),
              clip.minutes()));
    }
    return spark.createDataFrame(Work.CODEC.toRows(works), Work.CODEC.schema());
  }

  private SpendSettings settings(Course course) {
    return new SpendSettings(
        new ProviderConf("emulator", course.url(), "none", Duration.ofSeconds(60)),
        journal,
        FREE,
        Optional.empty(),
        Map.of(Works.EMBED, course.limits().stream().map(Limits::rate).toList()),
        Duration.ofSeconds(120),
        REQUESTS_PER_TASK,
        Math.max(1, spark.sparkContext().defaultParallelism() - 1),
        course.pollEvery(),
        Duration.ofSeconds(600),
        SETTLE,
        Duration.ofSeconds(600),
        OnUnsure.QUARANTINE,
        RunOn.EXECUTORS,
        Duration.ofSeconds(30),
        "bench-" + UUID.randomUUID(),
        Instant.now());
  }
}
