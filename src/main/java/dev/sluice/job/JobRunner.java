package dev.sluice.job;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.calls.JournalSweep;
import dev.sluice.calls.OnUnsure;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.RunOn;
import dev.sluice.calls.SpendSettings;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.Tables;
import dev.sluice.tables.Traces;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.text.RootCause;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Runs a job's steps under the run lease and writes the run record. <b>Pays.</b> */
public final class JobRunner {
  private static final PriceList FREE =
      new PriceList("emulator", LocalDate.of(2026, 11, 21), "USD", 0, 0, 0, 0);

  private static final Set<String> SPEND = Set.of("embed", "label", "classify");

  private static final Duration PERMIT_AND_SETTLE = Duration.ofSeconds(130);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final Warehouse warehouse;
  private final JobSpec spec;
  private final Clock clock;
  private final Progress progress;

  /** A runner of one job on one warehouse. */
  public JobRunner(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs the job.
   *
   * @param only run these steps alone; empty for all
   * @param from run from this step on; null for the first
   * @param until run up to this step; null for the last
   * @param patience how long to wait for another run that writes this warehouse
   */
  public RunOutcome run(List<String> only, String from, String until, Duration patience) {
    Instant startedAt = clock.instant();
    String runId = runId(startedAt);
    progress.begins(runId);
    List<Step> steps;
    try {
      steps = Pipeline.chosen(Pipeline.of(spec), new Pipeline.Part(only, from, until));
      // Before hours of probing, not after them.
      if (steps.stream().map(Step::name).anyMatch(SPEND::contains)) {
        spec.provider().demandKey();
      }
    } catch (IllegalArgumentException e) {
      return failed(runId, ExitCode.USAGE, e.getMessage());
    }
    try (RunLease lease =
            RunLease.take(
                journal(),
                runId,
                patience,
                warehouse.spark().sparkContext().hadoopConfiguration());
        LocalProvider provider = LocalProvider.open(spec.provider())) {
      return run(steps, runId, startedAt, provider.conf(), lease);
    } catch (SpendingStopped e) {
      return failed(runId, exit(e), e.getMessage());
    } catch (UncheckedIOException e) {
      return failed(
          runId, ExitCode.AGAIN, e.getMessage() + ": " + RootCause.of(e) + "; nothing was sent");
    } catch (StepStopped e) {
      return failed(runId, e.code(), e.getMessage());
    }
  }

  /** The folder of the journal of this job. */
  public String journal() {
    if (spec.calls().journal() != null) {
      return spec.calls().journal();
    }
    if (warehouse.isCatalog()) {
      throw new StepStopped(
          ExitCode.USAGE, "a catalog warehouse has no folder: set calls.journal in the job spec");
    }
    return warehouse.location() + "/_sluice/journal";
  }

  private RunOutcome run(
      List<Step> steps, String runId, Instant startedAt, ProviderConf provider, RunLease lease) {
    long start = System.nanoTime();
    demandOurVersion(warehouse);
    keepOut();
    Map<String, String> before = warehouse.versions(Tables.ALL);
    RunInfo run =
        new RunInfo(runId, spec.job(), WorkKey.sha256(spec.toString()), Build.current().version());
    DeltaSpender spender =
        new DeltaSpender(
            warehouse,
            settings(provider, runId, startedAt),
            lease::held,
            clock,
            line -> progress.say(line));
    StepContext context = new StepContext(warehouse, spender, run, clock, progress);
    List<RunOutcome.StepDone> done = new ArrayList<>();
    ExitCode exit = ExitCode.DONE;
    String message = null;
    for (Step step : steps) {
      long stepStart = System.nanoTime();
      progress.say(step.name());
      warehouse.spark().sparkContext().setJobDescription(spec.job() + ": " + step.name());
      try {
        if (!lease.held()) {
          throw new StepStopped(
              ExitCode.AGAIN, "another run took over this warehouse; nothing more is written");
        }
        StepReport report = step.run(context);
        done.add(
            new RunOutcome.StepDone(
                step.name(), report, Duration.ofNanos(System.nanoTime() - stepStart)));
      } catch (StepStopped e) {
        exit = e.code();
        message = step.name() + ": " + e.getMessage();
        break;
      } catch (SpendingStopped e) {
        exit = exit(e);
        message = step.name() + ": " + e.getMessage();
        break;
      } catch (RuntimeException e) {
        System.getLogger(JobRunner.class.getName())
            .log(System.Logger.Level.ERROR, "step " + step.name() + " failed", e);
        exit = ExitCode.INTERNAL;
        message = step.name() + ": " + RootCause.of(e);
        break;
      } finally {
        warehouse.spark().sparkContext().setJobDescription(null);
      }
    }
    if (exit == ExitCode.DONE) {
      sweep(lease);
    }
    RunRecord record = new RunRecord(warehouse, spec.provider(), prices());
    RunOutcome.Bill bill = record.bill(spender);
    record.write(
        run, new RunRecord.Course(startedAt, clock.instant(), exit, message, done, before), bill);
    return new RunOutcome(
        runId,
        exit,
        Optional.ofNullable(message),
        done,
        bill,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Stops before anything is written to tables of another version of Sluice. */
  static void demandOurVersion(Warehouse warehouse) {
    List<String> others = warehouse.otherVersions(Tables.ALL);
    if (!others.isEmpty()) {
      throw new StepStopped(
          ExitCode.USAGE,
          "%s has tables of another version of Sluice: %s; this one writes version 1. Use the version that wrote them, or give --warehouse a new place"
              .formatted(warehouse.location(), String.join(", ", others)));
    }
  }

  // What a takedown that was broken off left in videos: no step may ask or pay for it.
  private void keepOut() {
    Forgotten forgotten = Forgotten.in(warehouse);
    new Traces(warehouse, forgotten, Set.of(), Set.of(), clock.instant()).remove(VideoRow.TABLE);
  }

  // Keeps the journal at the size of a week; a failure here must not fail a run that is done.
  private void sweep(RunLease lease) {
    try {
      if (JournalSweep.isDue(warehouse, clock)) {
        JournalSweep.Swept swept = JournalSweep.sweep(warehouse, journal(), lease, clock);
        progress.say("journal: %d old facts swept, %d left".formatted(swept.swept(), swept.left()));
      }
    } catch (RuntimeException e) {
      progress.say("journal: not swept (" + RootCause.of(e) + "); the next run tries again");
    }
  }

  /** How this job spends at a provider. */
  SpendSettings settings(ProviderConf provider, String runId, Instant startedAt) {
    CallsSpec calls = spec.calls();
    int cores = warehouse.spark().sparkContext().defaultParallelism();
    int poll = provider.name().equals("emulator") ? 100 : 2000;
    return new SpendSettings(
        provider,
        journal(),
        prices(),
        Optional.ofNullable(spec.budget()),
        SpecFiles.limits(spec.provider()),
        Duration.ofSeconds(calls.roundSec()),
        calls.inFlight(),
        calls.partitions() == null ? Math.max(1, cores - 1) : calls.partitions(),
        Duration.ofMillis(calls.pollEveryMs() == null ? poll : calls.pollEveryMs()),
        Duration.ofSeconds(calls.patienceSec()),
        calls.settleSec() == null
            ? provider.callTimeout().plus(PERMIT_AND_SETTLE)
            : Duration.ofSeconds(calls.settleSec()),
        Duration.ofSeconds(calls.maxIdleSec()),
        OnUnsure.valueOf(calls.onUnsure().toUpperCase(Locale.ROOT)),
        RunOn.valueOf(calls.runOn().toUpperCase(Locale.ROOT)),
        TELL_EVERY,
        runId,
        startedAt);
  }

  /** The price list in force. */
  PriceList prices() {
    return SpecFiles.prices(spec.provider().prices()).orElse(FREE);
  }

  private static RunOutcome failed(String runId, ExitCode exit, String message) {
    return new RunOutcome(
        runId,
        exit,
        Optional.ofNullable(message),
        List.of(),
        new RunOutcome.Bill(0, 0, 0, "", "", "", 0, ""),
        Duration.ZERO);
  }

  /** The exit code of spending that stopped. */
  public static ExitCode exit(SpendingStopped stopped) {
    return switch (stopped.why()) {
      case PROVIDER -> ExitCode.PROVIDER;
      case BUDGET -> ExitCode.BUDGET;
      case IDLE, AGAIN -> ExitCode.AGAIN;
      case SETTINGS -> ExitCode.USAGE;
    };
  }

  private static String runId(Instant now) {
    return now.toString().replaceAll("[-:]", "").replaceAll("\\..*", "").replace("Z", "")
        + "Z-"
        + UUID.randomUUID().toString().substring(0, 6);
  }
}
