package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.WorkKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Does the works of one task: permit, intent, create, id, answer. <b>Pays.</b>
 *
 * <p>One thread drives many works; each waits on its own clock. Nothing is created after the
 * round's time, and nothing outlives {@link #run}. What becomes of one work never touches another:
 * an exception ends that work with a note.
 */
final class Caller {
  private static final Duration SOURCE_POLL = Duration.ofMillis(200);

  private final CallSettings settings;
  private final VideoProvider provider;
  private final Journal journal;
  private final Permits desk;
  private final Clock clock;
  private final Ticker ticker;
  private final Sleeper sleeper;
  private final Sources sources;
  private final String task;
  private final long deadline;

  Caller(
      CallSettings settings,
      VideoProvider provider,
      Journal journal,
      Permits desk,
      Clock clock,
      Ticker ticker,
      Sleeper sleeper,
      UploadFiles files,
      String task) {
    this.settings = settings;
    this.provider = provider;
    this.journal = journal;
    this.desk = desk;
    this.clock = clock;
    this.ticker = ticker;
    this.sleeper = sleeper;
    this.task = task;
    this.sources =
        new Sources(
            provider.assets(),
            journal,
            settings,
            (key, generation, contentId) -> facts(key, generation, Works.ASSET, "", contentId),
            desk,
            files);
    this.deadline = ticker.nanos() + settings.roundLength().toNanos();
  }

  /** Does works until all have ended or the round's time is over. */
  List<CallResult> run(Iterator<CallRequest> requests) throws InterruptedException {
    List<CallResult> results = new ArrayList<>();
    List<Flight> flights = new ArrayList<>();
    while (true) {
      while (flights.size() < settings.inFlight() && requests.hasNext()) {
        flights.add(board(requests.next()));
      }
      if (flights.isEmpty()) {
        return results;
      }
      boolean late = ticker.nanos() >= deadline;
      for (Flight flight : flights) {
        if (late || flight.nextAt <= ticker.nanos()) {
          advance(flight, late);
        }
      }
      flights.removeIf(
          flight -> {
            if (flight.stage == Flight.Stage.ENDED) {
              results.add(flight.result());
            }
            return flight.stage == Flight.Stage.ENDED;
          });
      pauseUntilNext(flights);
    }
  }

  private Flight board(CallRequest request) {
    Work work = request.work();
    FactWriter facts =
        facts(
            new WorkKey(work.workKey()),
            request.generation(),
            work.operation(),
            work.model(),
            work.contentId());
    return new Flight(request, facts, ticker.nanos());
  }

  private void advance(Flight flight, boolean late) {
    try {
      switch (flight.stage) {
        case START -> start(flight);
        case SOURCE -> source(flight, late);
        case CREATE -> create(flight, late);
        case LOOK -> look(flight, late);
        case ENDED -> {}
      }
    } catch (RuntimeException e) {
      flight.end(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  // A task that is tried again meets its own facts here.
  private void start(Flight flight) {
    for (FactKind kind : FactKind.values()) {
      if (kind.terminal() && flight.facts.has(kind)) {
        flight.end("");
        return;
      }
    }
    flight.ref = flight.facts.ref(FactKind.CREATED).map(ProviderRef::new).orElse(null);
    if (flight.ref != null) {
      flight.stage = Flight.Stage.LOOK;
    } else if (flight.facts.has(FactKind.INTENT)) {
      flight.end("an earlier attempt may have been accepted; it is looked into before the next");
    } else {
      flight.stage = Flight.Stage.SOURCE;
    }
  }

  private void source(Flight flight, boolean late) {
    int sent = sources.uploads();
    Sources.State state = sources.of(flight.request.work());
    flight.uploads += sources.uploads() - sent;
    if (state instanceof Sources.State.Ready) {
      flight.stage = Flight.Stage.CREATE;
    } else if (state instanceof Sources.State.Wait wait) {
      waitOrEnd(flight, late, wait.pause());
    } else if (state instanceof Sources.State.Broken broken) {
      flight.facts.refused(broken.code(), broken.message());
      flight.end("");
    } else if (state instanceof Sources.State.Stopped stopped) {
      flight.end(stopped.message());
    }
  }

  private void create(Flight flight, boolean late) {
    if (late) {
      flight.end("");
      return;
    }
    Work work = flight.request.work();
    PermitMessage answer = permit(work.workKey(), flight.request.generation(), work);
    if (answer instanceof PermitMessage.Granted granted) {
      send(flight, granted, ticker.nanos());
    } else if (answer instanceof PermitMessage.Later later) {
      waitOrEnd(flight, false, later.pause());
    } else if (answer instanceof PermitMessage.Denied denied) {
      flight.end(denied.reason());
    } else {
      throw new IllegalStateException("not a grant: " + answer);
    }
  }

  private void send(Flight flight, PermitMessage.Granted granted, long grantedAt) {
    Work work = flight.request.work();
    boolean accepted = true;
    try {
      CrashPoints.reached(CrashPoints.PERMIT, work.workKey());
      if (!flight.facts.intend()) {
        accepted = false;
        flight.end("another attempt holds this work");
        return;
      }
      CrashPoints.reached(CrashPoints.INTENT, work.workKey());
      if (ticker.nanos() - grantedAt > granted.validFor().toNanos()) {
        accepted = false;
        flight.facts.withdraw();
        return;
      }
      CallOutcome outcome = create(work, flight.request.generation());
      CrashPoints.reached(CrashPoints.SENT, work.workKey());
      accepted = outcome.fold(new AfterCreate(flight));
    } finally {
      desk.tell(new PermitMessage.Returned(work.workKey(), flight.request.generation(), accepted));
    }
  }

  private CallOutcome create(Work work, int generation) {
    MediaSource source = sources.media(work);
    return switch (work.operation()) {
      case Works.EMBED -> provider.embedder().create(Works.embedRequest(work), source);
      case Works.ANALYZE ->
          provider
              .analyst()
              .create(Works.analyzeRequest(work), source, Works.tag(work.workKey(), generation));
      default -> throw new IllegalArgumentException("unknown operation " + work.operation());
    };
  }

  private void look(Flight flight, boolean late) {
    CallOutcome outcome =
        Works.EMBED.equals(flight.request.work().operation())
            ? provider.embedder().look(flight.ref)
            : provider.analyst().look(flight.ref);
    Duration pause = outcome.fold(new AfterLook(flight));
    if (flight.stage != Flight.Stage.ENDED) {
      waitOrEnd(flight, late, pause);
    }
  }

  private void waitOrEnd(Flight flight, boolean late, Duration pause) {
    long at = ticker.nanos() + pause.toNanos();
    if (late || at > deadline) {
      flight.end("");
    } else {
      flight.nextAt = at;
    }
  }

  private PermitMessage permit(String workKey, int generation, Work work) {
    return desk.ask(
        new PermitMessage.Ask(
            settings.round(),
            workKey,
            generation,
            work.operation(),
            work.mediaMinutes(),
            work.outputTokens()));
  }

  private FactWriter facts(
      WorkKey key, int generation, String operation, String model, String contentId) {
    return new FactWriter(
        journal,
        clock,
        key,
        generation,
        new Fact.Header(
            operation,
            settings.provider().name(),
            model,
            contentId,
            settings.runId(),
            task,
            clock.instant(),
            0));
  }

  private void pauseUntilNext(List<Flight> flights) throws InterruptedException {
    long next = Long.MAX_VALUE;
    for (Flight flight : flights) {
      next = Math.min(next, flight.nextAt);
    }
    long pause = next - ticker.nanos();
    if (!flights.isEmpty() && pause > 0) {
      sleeper.sleep(Duration.ofNanos(pause));
    }
  }

  private void fatal(Flight flight, CallOutcome.Fatal fatal) {
    desk.tell(new PermitMessage.Stop(fatal.message()));
    flight.end(fatal.message());
  }

  /** Records what a create came to; false when nothing was accepted, for certain. */
  private final class AfterCreate implements CallOutcome.Cases<Boolean> {
    private final Flight flight;

    AfterCreate(Flight flight) {
      this.flight = flight;
    }

    @Override
    public Boolean done(CallOutcome.Done done) {
      flight.creates++;
      flight.facts.done(done);
      flight.end("");
      return true;
    }

    @Override
    public Boolean pending(CallOutcome.Pending pending) {
      flight.creates++;
      flight.ref = pending.ref();
      flight.facts.created(pending.ref().id());
      CrashPoints.reached(CrashPoints.CREATED, flight.request.work().workKey());
      flight.stage = Flight.Stage.LOOK;
      flight.nextAt = ticker.nanos() + settings.pollEvery().toNanos();
      return true;
    }

    @Override
    public Boolean refused(CallOutcome.Refused refused) {
      flight.facts.refused(refused.code(), refused.message());
      flight.end("");
      return false;
    }

    @Override
    public Boolean failed(CallOutcome.Failed failed) {
      flight.creates++;
      flight.facts.failed("", failed.code(), failed.message());
      flight.end("");
      return true;
    }

    @Override
    public Boolean sourceGone(CallOutcome.SourceGone gone) {
      flight.facts.withdraw();
      sources.lost(flight.request.work(), gone.message());
      flight.sourceLosses++;
      if (flight.sourceLosses > 2) {
        flight.end("the provider keeps losing the upload: " + gone.message());
      } else {
        flight.stage = Flight.Stage.SOURCE;
      }
      return false;
    }

    @Override
    public Boolean unsure(CallOutcome.Unsure unsure) {
      flight.end("may have been accepted: " + unsure.message());
      return true;
    }

    @Override
    public Boolean throttled(CallOutcome.Throttled throttled) {
      flight.facts.withdraw();
      desk.tell(new PermitMessage.SlowDown(throttled.pause()));
      flight.nextAt = ticker.nanos() + SOURCE_POLL.toNanos();
      return false;
    }

    @Override
    public Boolean fatal(CallOutcome.Fatal fatal) {
      flight.facts.withdraw();
      Caller.this.fatal(flight, fatal);
      return false;
    }
  }

  /** Records what a look came to; says how long to wait for the next where it has not ended. */
  private final class AfterLook implements CallOutcome.Cases<Duration> {
    private final Flight flight;

    AfterLook(Flight flight) {
      this.flight = flight;
    }

    @Override
    public Duration done(CallOutcome.Done done) {
      CrashPoints.reached(CrashPoints.ANSWERED, flight.request.work().workKey());
      flight.facts.done(done);
      CrashPoints.reached(CrashPoints.DONE, flight.request.work().workKey());
      flight.end("");
      return Duration.ZERO;
    }

    @Override
    public Duration pending(CallOutcome.Pending pending) {
      return settings.pollEvery();
    }

    // It was accepted before, so a refusal now is a task that the provider gave up.
    @Override
    public Duration refused(CallOutcome.Refused refused) {
      return gaveUp(refused.code(), refused.message());
    }

    @Override
    public Duration failed(CallOutcome.Failed failed) {
      return gaveUp(failed.code(), failed.message());
    }

    @Override
    public Duration sourceGone(CallOutcome.SourceGone gone) {
      return gaveUp("expired", gone.message());
    }

    @Override
    public Duration unsure(CallOutcome.Unsure unsure) {
      return settings.pollEvery();
    }

    @Override
    public Duration throttled(CallOutcome.Throttled throttled) {
      return throttled.pause().compareTo(settings.pollEvery()) > 0
          ? throttled.pause()
          : settings.pollEvery();
    }

    @Override
    public Duration fatal(CallOutcome.Fatal fatal) {
      Caller.this.fatal(flight, fatal);
      return Duration.ZERO;
    }

    private Duration gaveUp(String code, String message) {
      flight.facts.failed(flight.ref.id(), code, message);
      flight.end("");
      return Duration.ZERO;
    }
  }
}
