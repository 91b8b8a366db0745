package dev.sluice.calls;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.LabelAnswer;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.FactKind;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Spends in rounds: one Spark action each, facts in the journal, the ledger folded beside them.
 * <b>Pays.</b> One per run, used by one thread, under the run lease.
 */
public final class DeltaSpender implements Spender {
  private final Warehouse warehouse;
  private final SpendSettings settings;
  private final JournalPlace place;
  private final Journal journal;
  private final BooleanSupplier leaseHeld;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Fold fold;
  private final Purse purse;
  private final Map<String, Pace> paces = new HashMap<>();
  private final AtomicLong creates = new AtomicLong();
  private final AtomicInteger rounds = new AtomicInteger();
  private UnderWay underWay;
  private volatile SpendingStopped asked;
  private volatile PermitDesk open;

  /**
   * A spender for one run.
   *
   * @param warehouse where the ledger is
   * @param settings how to spend
   * @param leaseHeld whether this run still is the one writer of the warehouse
   * @param clock the time
   * @param progress told what is going on; called from several threads, one at a time
   * @throws SpendingStopped when the session has settings that would pay twice
   */
  public DeltaSpender(
      Warehouse warehouse,
      SpendSettings settings,
      BooleanSupplier leaseHeld,
      Clock clock,
      Consumer<String> progress) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.place =
        JournalPlace.of(settings.journal(), warehouse.spark().sparkContext().hadoopConfiguration());
    this.journal = place.open();
    this.leaseHeld = leaseHeld;
    this.clock = clock;
    this.progress =
        line -> {
          synchronized (this.rounds) {
            progress.accept(line);
          }
        };
    this.fold = new Fold(warehouse, place, settings.prices(), leaseHeld);
    this.purse = new Purse(warehouse, settings);
    SparkSafety.check(
        warehouse.spark().sparkContext().getConf(),
        settings.runOn(),
        warehouse.location(),
        warehouse.spark().sparkContext().hadoopConfiguration());
    if (!journal.excludes()) {
      progress.accept(
          "the journal at "
              + place.uri()
              + " is on a store that cannot exclude other writers; permits and the run lease do");
    }
  }

  @Override
  public String namespace() {
    return settings.provider().name();
  }

  /** Creates that the provider accepted in this run, uploads not counted. */
  public long creates() {
    return creates.get();
  }

  /** Money spent by calls of this run, by the price list. Reads the ledger. */
  public double spentInThisRun() {
    return purse.spentInThisRun();
  }

  /**
   * Creates nothing more in this run; what is under way stays known. Thread-safe, returns at once.
   *
   * @return whether a round goes on: it ends by itself and is written down
   */
  public boolean stop(String why) {
    asked = new SpendingStopped(SpendingStopped.Why.AGAIN, why);
    PermitDesk now = open;
    if (now != null) {
      now.stop(asked);
    }
    return now != null;
  }

  @Override
  public SpendReport spend(Dataset<Row> works) {
    if (underWay == null) {
      underWay = UnderWay.read(journal, fold.everything(), clock);
    }
    Backlog backlog = Backlog.of(warehouse, namespace(), works, underWay.keys());
    Broken broken = new Broken(warehouse, clock);
    if (!backlog.hasNext()) {
      if (leaseHeld.getAsBoolean()) {
        broken.settle(works, backlog.refused() + backlog.failed(), List.of());
      }
      return new SpendReport(
          backlog.asked(), backlog.done(), 0, backlog.refused(), backlog.failed(), 0, 0, 0, 0, 0);
    }
    VideoProvider provider = Providers.of(settings.provider());
    Clock theirs = new ProviderClock(provider, clock);
    String operation = backlog.operation();
    if (leaseHeld.getAsBoolean()) {
      if (ProviderClock.learn(provider, operation).orElse(null)
          instanceof CallOutcome.Fatal fatal) {
        throw new SpendingStopped(SpendingStopped.Why.PROVIDER, fatal.message());
      }
    }
    seed(operation, backlog.tokensPerCall(), theirs);
    double before = purse.spentInThisRun();
    Tally tally = new Tally();
    Meters.watch(tally);
    Attempts attempts = new Attempts();
    PermitDesk desk =
        new PermitDesk(
            new PermitDesk.Rules(paces, settings.prices(), purse.left(underWay, theirs), leaseHeld),
            attempts,
            Ticker.system(),
            tally);
    open = desk;
    if (asked != null) {
      desk.stop(asked);
    }
    warehouse.spark().sparkContext().addSparkListener(attempts);
    Book book;
    try (Folder folder = new Folder(fold::fold, Ticker.system());
        Watch watch =
            new Watch(provider, Set.of(operation), theirs, settings.pollEvery(), desk::stop);
        ProgressTeller teller =
            ProgressTeller.start(
                progress, () -> line(operation, backlog, tally), settings.tellEvery())) {
      desk.listen(watch::ended);
      PermitPlugin.serve(desk);
      Exception failed = null;
      try {
        Spending spending =
            new Spending(
                new Spending.Parts(
                    settings,
                    place,
                    journal,
                    provider,
                    backlog,
                    underWay,
                    desk,
                    watch,
                    rounds(desk, theirs),
                    folder,
                    leaseHeld,
                    tally,
                    this::ledgerRefs,
                    broken.inVain(),
                    stuck -> atLast(null, () -> broken.settle(works, 0, stuck)),
                    () -> settings.runId() + "-" + rounds.incrementAndGet(),
                    theirs,
                    Ticker.system(),
                    Sleeper.real(),
                    progress),
                operation);
        book = spending.run();
        teller.tell();
      } catch (Exception e) {
        failed = e;
        throw e;
      } finally {
        PermitPlugin.serve(null);
        creates.addAndGet(tally.creates());
        atLast(failed, folder::foldAll);
      }
    } finally {
      open = null;
      warehouse.spark().sparkContext().removeSparkListener(attempts);
    }
    book.handBack(underWay, settings.runId());
    SpendingStopped stopped = desk.stopped().orElse(null);
    long ended =
        backlog.refused()
            + backlog.failed()
            + book.ended(FactKind.REFUSED)
            + book.ended(FactKind.FAILED);
    atLast(stopped, () -> broken.settle(works, ended, book.stuck()));
    if (stopped != null) {
      throw stopped;
    }
    return report(backlog, book, tally, purse.spentInThisRun() - before);
  }

  // What went wrong first is what a person must know. Spark throws checked exceptions undeclared.
  private void atLast(Exception failed, Runnable last) {
    try {
      if (leaseHeld.getAsBoolean()) {
        last.run();
      }
    } catch (Exception e) {
      if (failed == null) {
        throw e;
      }
      if (e != failed) {
        failed.addSuppressed(e);
      }
    }
  }

  @Override
  public Map<String, byte[]> answers(Collection<String> workKeys) {
    Map<String, byte[]> answers = new HashMap<>();
    if (workKeys.isEmpty()) {
      return answers;
    }
    Dataset<Row> keys =
        warehouse
            .spark()
            .createDataset(List.copyOf(workKeys), Encoders.STRING())
            .toDF("work_key")
            .distinct();
    for (Row row :
        warehouse.read(ResponseRow.TABLE).join(broadcast(keys), "work_key").collectAsList()) {
      answers.put(row.getAs("work_key"), FactWriter.gunzip(row.getAs("answer")));
    }
    return answers;
  }

  @Override
  public HeldVideos held() {
    return new HeldAt(settings.provider());
  }

  @Override
  public EmbeddingReader embeddingReader() {
    return new ProviderReader(settings.provider());
  }

  @Override
  public float[] readText(byte[] answer) {
    return Providers.of(settings.provider()).atOnce().vector(answer);
  }

  @Override
  public LabelAnswer readLabel(byte[] answer) {
    return Providers.of(settings.provider()).analyst().read(answer);
  }

  private Rounds rounds(PermitDesk desk, Clock theirs) {
    return switch (settings.runOn()) {
      case EXECUTORS -> new SparkRounds(warehouse.spark(), settings.partitions());
      case DRIVER -> new DriverRounds(desk, theirs);
    };
  }

  // A pace lives as long as the run: a second step goes on where the first has left off.
  private void seed(String operation, long tokensPerCall, Clock theirs) {
    for (String each : List.of(operation, Works.ASSET)) {
      List<RateLimit> limits = settings.limits().getOrDefault(each, List.of());
      if (limits.isEmpty() || paces.containsKey(each)) {
        continue;
      }
      Pace pace = Pace.of(limits, Ticker.system());
      new History(warehouse, theirs)
          .seed(pace, each, limits, underWay, each.equals(Works.ASSET) ? 0 : tokensPerCall);
      paces.put(each, pace);
    }
  }

  // The provider lists a task by when it came, and the ledger has when it was asked for.
  private Set<String> ledgerRefs(Instant from) {
    Instant asked = from.minus(settings.provider().callTimeout()).minus(SpendSettings.PERMIT);
    return new HashSet<>(
        warehouse
            .read(CallRow.TABLE)
            .where(
                col("requested_at")
                    .geq(lit(Timestamp.from(asked)))
                    .and(col("provider_ref").isNotNull()))
            .select("provider_ref")
            .as(Encoders.STRING())
            .collectAsList());
  }

  private String line(String operation, Backlog backlog, Tally tally) {
    long ended = tally.of(FactKind.DONE) + tally.of(FactKind.REFUSED) + tally.of(FactKind.FAILED);
    return ProgressLine.of(
        new ProgressLine.State(
            operation,
            backlog.asked(),
            backlog.done(),
            tally.creates() - ended,
            tally,
            tally.elapsed(),
            settings.limits().getOrDefault(operation, List.of()),
            settings.prices().currency()));
  }

  private static SpendReport report(Backlog backlog, Book book, Tally tally, double cost) {
    long done = book.ended(FactKind.DONE);
    long refused = backlog.refused() + book.ended(FactKind.REFUSED) + book.unsure();
    long failed = backlog.failed() + book.ended(FactKind.FAILED);
    long held = book.held();
    return new SpendReport(
        backlog.asked(),
        backlog.done(),
        done,
        refused,
        failed,
        backlog.asked() - backlog.done() - done - refused - failed - held,
        held,
        tally.creates(),
        tally.uploads(),
        cost);
  }
}
