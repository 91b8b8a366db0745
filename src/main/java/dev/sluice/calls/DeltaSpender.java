package dev.sluice.calls;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.LabelAnswer;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.ProviderConf;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Spends in rounds: one Spark action each, facts in the journal, the ledger folded behind it.
 * <b>Pays.</b> One per run, used by one thread, under the run lease.
 */
public final class DeltaSpender implements Spender {
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(2);

  private final Warehouse warehouse;
  private final SpendSettings settings;
  private final JournalPlace place;
  private final Journal journal;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Fold fold;
  private final Map<String, Pace> paces = new HashMap<>();
  private final AtomicLong runCreates = new AtomicLong();
  private int rounds;

  /**
   * A spender for one run.
   *
   * @param warehouse where the ledger is
   * @param settings how to spend
   * @param clock the time
   * @param progress told what is going on
   * @throws IllegalStateException when the session has settings that would pay twice
   */
  public DeltaSpender(
      Warehouse warehouse, SpendSettings settings, Clock clock, Consumer<String> progress) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.place =
        JournalPlace.of(settings.journal(), warehouse.spark().sparkContext().hadoopConfiguration());
    this.journal = place.open();
    this.clock = clock;
    this.progress = progress;
    this.fold = new Fold(warehouse, place, settings.prices());
    settings
        .limits()
        .forEach((operation, limits) -> paces.put(operation, Pace.of(limits, Ticker.system())));
    refuseUnsafe(warehouse.spark().sparkContext().getConf());
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
    return runCreates.get();
  }

  /** Money spent by calls of this run, by the price list. Reads the ledger. */
  public double spentInThisRun() {
    return spent(col("run_id").equalTo(settings.runId()));
  }

  @Override
  public SpendReport spend(Dataset<Row> works) {
    fold.fold(list());
    Map<String, Work> asked = new LinkedHashMap<>();
    for (Row row : works.collectAsList()) {
      Work work = Work.CODEC.fromRow(row);
      asked.putIfAbsent(work.workKey(), work);
    }
    Map<String, WorkState> states = states(asked);
    long known = count(states, FactKind.DONE);
    double before = spentInThisRun();
    Tally tally = new Tally();
    PermitDesk desk = new PermitDesk(paces, settings.prices(), moneyLeft(asked, states));
    try {
      PermitPlugin.serve(desk);
      states = rounds(asked, states, desk, tally);
    } finally {
      PermitPlugin.serve(null);
      runCreates.addAndGet(tally.creates);
      fold.fold(list());
    }
    quarantine(asked, states);
    desk.stopped()
        .ifPresent(
            stopped -> {
              throw stopped;
            });
    Map<String, WorkState> last = states;
    return new SpendReport(
        asked.size(),
        known,
        count(states, FactKind.DONE) - known,
        count(states, FactKind.REFUSED),
        count(states, FactKind.FAILED),
        last.values().stream()
            .filter(s -> s instanceof WorkState.Pending || s instanceof WorkState.Open)
            .count(),
        last.values().stream().filter(s -> s instanceof WorkState.Orphan).count(),
        tally.creates,
        tally.uploads,
        spentInThisRun() - before);
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
  public EmbeddingReader embeddingReader() {
    return new ProviderReader(settings.provider());
  }

  @Override
  public LabelAnswer readLabel(byte[] answer) {
    return Providers.of(settings.provider()).analyst().read(answer);
  }

  private Map<String, WorkState> rounds(
      Map<String, Work> asked, Map<String, WorkState> start, PermitDesk desk, Tally tally) {
    Map<String, WorkState> states = start;
    long moved = System.nanoTime();
    while (true) {
      states = reconcile(asked, states);
      List<CallRequest> todo = new ArrayList<>();
      for (Work work : asked.values()) {
        WorkState state = states.get(work.workKey());
        if (state instanceof WorkState.Pending pending) {
          todo.add(new CallRequest(work, pending.generation()));
        } else if (state instanceof WorkState.Open open) {
          todo.add(new CallRequest(work, open.generation()));
        }
      }
      if (todo.isEmpty() || desk.stopped().isPresent()) {
        return states;
      }
      round(todo, desk, tally);
      Map<String, WorkState> now = states(asked);
      if (!now.equals(states)) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > settings.patience().toNanos()) {
        progress.accept("no progress for " + settings.patience() + "; the rest is left as it is");
        return now;
      } else {
        rest();
      }
      states = now;
    }
  }

  // A round that moved nothing must not be followed by the next at once.
  private static void rest() {
    try {
      Sleeper.real().sleep(IDLE_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted between two rounds");
    }
  }

  // The only paid action: one Dataset, evaluated once.
  private void round(List<CallRequest> todo, PermitDesk desk, Tally tally) {
    String round = settings.runId() + "-" + ++rounds;
    desk.open(round);
    String operation = todo.get(0).work().operation();
    String what = "%s: round %d, %d works".formatted(operation, rounds, todo.size());
    progress.accept(what);
    warehouse.spark().sparkContext().setJobDescription(what);
    CallSettings call =
        new CallSettings(
            settings.provider(),
            place,
            settings.runId(),
            round,
            settings.roundLength(),
            settings.inFlight(),
            settings.pollEvery());
    Dataset<Row> paid =
        warehouse
            .spark()
            .createDataFrame(CallRequest.CODEC.toRows(todo), CallRequest.CODEC.schema())
            .repartition(settings.partitions(), col("work.content_id"))
            .mapPartitions(new CallPartition(call), Encoders.row(CallResult.CODEC.schema()));
    try {
      for (Row row : paid.collectAsList()) {
        CallResult result = CallResult.CODEC.fromRow(row);
        tally.creates += result.creates();
        tally.uploads += result.uploads();
        if (!result.note().isEmpty()) {
          progress.accept(
              "%s %s: %s".formatted(operation, result.workKey().substring(0, 12), result.note()));
        }
      }
    } finally {
      warehouse.spark().sparkContext().setJobDescription(null);
    }
  }

  private Map<String, WorkState> reconcile(Map<String, Work> asked, Map<String, WorkState> states) {
    Map<Work, Integer> orphans = new LinkedHashMap<>();
    states.forEach(
        (key, state) -> {
          if (state instanceof WorkState.Orphan orphan) {
            orphans.put(asked.get(key), orphan.generation());
          }
        });
    if (orphans.isEmpty()) {
      return states;
    }
    Reconciler reconciler =
        new Reconciler(journal, Providers.of(settings.provider()), clock, settings.settle());
    try {
      return reconciler.resolve(orphans, list()) > 0 ? states(asked) : states;
    } catch (ListingFailed e) {
      progress.accept(
          "cannot look into %d lost answers: %s".formatted(orphans.size(), e.getMessage()));
      return states;
    } catch (IOException e) {
      throw new UncheckedIOException("the journal at " + place.uri() + " cannot be read", e);
    }
  }

  private Map<String, WorkState> states(Map<String, Work> asked) {
    Map<String, List<FactName>> facts = new HashMap<>();
    asked.keySet().forEach(key -> facts.put(key, new ArrayList<>()));
    for (FactName name : list()) {
      List<FactName> of = facts.get(name.workKey().value());
      if (of != null) {
        of.add(name);
      }
    }
    for (Row row :
        warehouse.read(CallRow.TABLE).select("work_key", "generation", "outcome").collectAsList()) {
      List<FactName> of = facts.get(row.getString(0));
      if (of != null) {
        of.add(
            new FactName(
                new WorkKey(row.getString(0)),
                row.getInt(1),
                FactKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT))));
      }
    }
    Map<String, WorkState> states = new LinkedHashMap<>();
    asked.keySet().forEach(key -> states.put(key, WorkState.of(facts.get(key))));
    return states;
  }

  private void quarantine(Map<String, Work> asked, Map<String, WorkState> states) {
    List<String> broken = new ArrayList<>();
    states.forEach(
        (key, state) -> {
          if (state instanceof WorkState.Finished finished && finished.kind() != FactKind.DONE) {
            broken.add(key);
          }
        });
    if (broken.isEmpty()) {
      return;
    }
    List<QuarantineRow> rows = new ArrayList<>();
    for (CallRow call : warehouse.rows(CallRow.TABLE, col("work_key").isin(broken.toArray()))) {
      if (!FactKind.DONE.key().equals(call.outcome())) {
        Work work = asked.get(call.workKey());
        rows.add(
            new QuarantineRow(
                call.operation(),
                call.workKey(),
                call.errorCode() == null ? call.outcome() : call.errorCode(),
                "%s of %s: %s".formatted(call.operation(), work.sourceUri(), call.message()),
                call.completedAt(),
                true));
      }
    }
    Map<String, QuarantineRow> latest = new LinkedHashMap<>();
    rows.forEach(row -> latest.put(row.key(), row));
    warehouse.appendNew(
        QuarantineRow.TABLE, warehouse.dataset(QuarantineRow.TABLE, List.copyOf(latest.values())));
  }

  private double moneyLeft(Map<String, Work> asked, Map<String, WorkState> states) {
    if (settings.budget().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    Instant since = settings.budget().get().since(clock.instant(), settings.startedAt());
    double pending = 0;
    for (Map.Entry<String, WorkState> entry : states.entrySet()) {
      if (entry.getValue() instanceof WorkState.Pending
          || entry.getValue() instanceof WorkState.Orphan) {
        Work work = asked.get(entry.getKey());
        pending +=
            settings.prices().price(work.operation(), work.mediaMinutes(), work.outputTokens());
      }
    }
    double spent = spent(col("requested_at").geq(lit(java.sql.Timestamp.from(since))));
    return settings.budget().get().amount() - spent - pending;
  }

  private double spent(Column which) {
    Row row =
        warehouse
            .read(CallRow.TABLE)
            .where(which.and(col("billed").notEqual("no")))
            .agg(sum("price"))
            .first();
    return row.isNullAt(0) ? 0 : row.getDouble(0);
  }

  private List<FactName> list() {
    try {
      List<FactName> names = new ArrayList<>();
      for (String shard : Journal.shards()) {
        names.addAll(journal.list(shard));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("the journal at " + place.uri() + " cannot be read", e);
    }
  }

  private static long count(Map<String, WorkState> states, FactKind kind) {
    return states.values().stream()
        .filter(state -> state instanceof WorkState.Finished f && f.kind() == kind)
        .count();
  }

  private static void refuseUnsafe(SparkConf conf) {
    if (conf.getBoolean("spark.speculation", false)) {
      throw new IllegalStateException(
          "spark.speculation is on: the same work would be sent twice; set it to false");
    }
    if (!conf.get("spark.plugins", "").contains(PermitPlugin.class.getName())) {
      throw new IllegalStateException(
          "no permits can be given: start Spark with spark.plugins="
              + PermitPlugin.class.getName());
    }
  }

  private record ProviderReader(ProviderConf provider) implements EmbeddingReader {
    private static final long serialVersionUID = 1L;

    @Override
    public List<EmbeddedSegment> read(byte[] answer) {
      return Providers.of(provider).embedder().read(FactWriter.gunzip(answer));
    }
  }

  private static final class Tally {
    private long creates;
    private long uploads;
  }
}
