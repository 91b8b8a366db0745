package dev.sluice.job;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.calls.JournalSweep;
import dev.sluice.calls.RunLease;
import dev.sluice.provider.ProviderConf;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Runs a job's steps under the run lease and writes the run record. <b>Pays.</b> One per run; used
 * by one thread, but for {@link #stop}.
 */
public final class JobRunner {
  private static final Set<String> SPEND = Set.of("embed", "label", "classify");
  private static final RunOutcome.Bill NO_BILL = new RunOutcome.Bill(0, 0, 0, "", "", "", 0, "");

  private final Warehouse warehouse;
  private final JobSpec spec;
  private final JobSettings settings;
  private final Clock clock;
  private final Progress progress;
  private volatile DeltaSpender spender;
  private volatile String stopped;
  private boolean inStep;
  private Thread admitted;

  /** A runner of one job on one warehouse. */
  public JobRunner(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.settings = new JobSettings(spec, warehouse);
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
    admitted = Thread.currentThread();
    try (RunLease lease = admission(runId, patience);
        LocalProvider provider = LocalProvider.open(spec.provider())) {
      return run(steps, runId, startedAt, provider.conf(), lease);
    } catch (Throwable e) {
      Failure failure = failure(e, "the run could not begin");
      return failed(runId, failure.exit(), failure.message());
    }
  }

  private RunLease admission(String runId, Duration patience) {
    try {
      return Admission.toPay(warehouse, settings.journal(), runId, patience);
    } finally {
      synchronized (this) {
        admitted = null;
      }
    }
  }

  /**
   * Asks the run to end soon: nothing more is created, what was sent is written down, and the run
   * is recorded with {@link ExitCode#AGAIN}. Thread-safe, returns at once; may be asked again and
   * again until {@link #run} has returned.
   *
   * @param why for the record
   */
  public synchronized void stop(String why) {
    stopped = why;
    if (admitted != null) {
      admitted.interrupt();
    }
    boolean roundEndsByItself = spender != null && spender.stop(why);
    if (inStep && !roundEndsByItself) {
      warehouse.spark().sparkContext().cancelAllJobs();
    }
  }

  private Failure failure(Throwable thrown, String what) {
    if (stopped != null) {
      return new Failure(ExitCode.AGAIN, stopped);
    }
    Failure failure = Failure.of(thrown);
    if (failure.exit() == ExitCode.INTERNAL) {
      System.getLogger(JobRunner.class.getName()).log(System.Logger.Level.ERROR, what, thrown);
    }
    return failure;
  }

  private RunOutcome run(
      List<Step> steps, String runId, Instant startedAt, ProviderConf provider, RunLease lease) {
    long start = System.nanoTime();
    keepOut();
    Map<String, String> before = warehouse.versions(Tables.ALL);
    RunInfo run =
        new RunInfo(runId, spec.job(), WorkKey.sha256(spec.toString()), Build.current().version());
    spender =
        new DeltaSpender(
            warehouse,
            settings.spending(provider, runId, startedAt),
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
        begin();
        Admission.demand(lease);
        StepReport report = step.run(context);
        done.add(
            new RunOutcome.StepDone(
                step.name(), report, Duration.ofNanos(System.nanoTime() - stepStart)));
      } catch (Throwable e) {
        // Spark throws what Java calls checked without saying so.
        Failure failure = failure(e, "step " + step.name() + " failed");
        exit = failure.exit();
        message = step.name() + ": " + failure.message();
        break;
      } finally {
        end();
        warehouse.spark().sparkContext().setJobDescription(null);
      }
    }
    if (exit == ExitCode.DONE) {
      sweep(lease);
    }
    RunRecord record = new RunRecord(warehouse, spec.provider(), settings.prices());
    RunOutcome.Bill bill = NO_BILL;
    try {
      bill = record.bill(spender);
      Admission.demand(lease);
      record.write(
          run, new RunRecord.Course(startedAt, clock.instant(), exit, message, done, before), bill);
    } catch (Throwable e) {
      Failure failure = failure(e, "the run record could not be written");
      progress.say("the run record could not be written: " + failure.message());
      // What went wrong first is what a person must know.
      message = message == null ? failure.message() : message;
      exit = exit == ExitCode.DONE ? failure.exit() : exit;
    }
    return new RunOutcome(
        runId,
        exit,
        Optional.ofNullable(message),
        done,
        bill,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private synchronized void begin() {
    if (stopped != null) {
      throw new StepStopped(ExitCode.AGAIN, stopped);
    }
    inStep = true;
  }

  // Under the monitor: a stop that saw the step must not cancel the jobs that record the run.
  private synchronized void end() {
    inStep = false;
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
        JournalSweep.Swept swept = JournalSweep.sweep(warehouse, settings.journal(), lease, clock);
        progress.say("journal: %d old facts swept, %d left".formatted(swept.swept(), swept.left()));
      }
    } catch (RuntimeException e) {
      progress.say("journal: not swept (" + RootCause.of(e) + "); the next run tries again");
    }
  }

  private static RunOutcome failed(String runId, ExitCode exit, String message) {
    return new RunOutcome(
        runId, exit, Optional.ofNullable(message), List.of(), NO_BILL, Duration.ZERO);
  }

  private static String runId(Instant now) {
    return now.toString().replaceAll("[-:]", "").replaceAll("\\..*", "").replace("Z", "")
        + "Z-"
        + UUID.randomUUID().toString().substring(0, 6);
  }
}
