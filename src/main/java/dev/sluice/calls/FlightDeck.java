package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Moves one work on by one step: source, permit, intent, create, id, answer. <b>Pays.</b>
 * Thread-safe for different works.
 */
final class FlightDeck {
  private static final Duration NEXT_IN_LINE = Duration.ofMillis(5);

  private final CallSettings settings;
  private final CallTools tools;
  private final PermitMessage.Caller me;
  private final String task;
  private final Consumer<FactName> onEnd;
  private final long deadline;
  private final Sources sources;
  private final AfterCall.Context context;

  // One of the waiting works asks for all: the others would only be told to wait as well.
  private final ReentrantLock asking = new ReentrantLock();
  private volatile long askAt = Long.MIN_VALUE;
  private volatile boolean closed;
  private volatile boolean abandoned;

  FlightDeck(
      CallSettings settings,
      CallTools tools,
      PermitMessage.Caller me,
      String task,
      Consumer<FactName> onEnd,
      long deadline) {
    this.settings = settings;
    this.tools = tools;
    this.me = me;
    this.task = task;
    this.onEnd = onEnd;
    this.deadline = deadline;
    this.sources =
        new Sources(
            settings.provider(), new Upload.Context(tools, me, this::facts, this::isAbandoned));
    this.context = new AfterCall.Context(tools, sources, settings.pollEvery(), this::close);
  }

  /** A work on its way through this task, from a stage on. */
  Flight flight(CallRequest request, Flight.Stage stage, long now) {
    Work work = request.work();
    FactWriter facts =
        facts(
            new FactName(new WorkKey(work.workKey()), request.generation(), FactKind.INTENT), work);
    return new Flight(request, facts, stage, now);
  }

  /** Whether nothing more is created in this round. */
  boolean isClosed() {
    return closed;
  }

  /** Whether nothing more is fetched either. */
  boolean isAbandoned() {
    return abandoned;
  }

  /** Which of these tasks of the provider have ended. */
  List<String> ended(List<String> refs) {
    PermitMessage answer;
    try {
      answer = tools.desk().ask(new PermitMessage.Which(me, refs));
    } catch (RuntimeException e) {
      // No answer: asked again soon. Whoever creates asks for a permit of its own.
      return List.of();
    }
    if (answer instanceof PermitMessage.Ended ended) {
      return ended.refs();
    }
    closed = true;
    abandoned = true;
    return List.of();
  }

  /** Moves a work on; whatever goes wrong stays with it. */
  void advance(Flight flight) {
    try {
      switch (flight.stage) {
        case START -> start(flight);
        case SOURCE -> source(flight);
        case CREATE -> create(flight);
        case LOOK -> look(flight);
        case WAITING, LANDED -> {}
      }
    } catch (JournalUnwritable e) {
      tools.desk().tell(new PermitMessage.Stop(SpendingStopped.Why.AGAIN, e.getMessage()));
      close();
      flight.land(e.getMessage());
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      String what = e.getClass().getSimpleName() + ": " + e.getMessage();
      if (e instanceof OutOfMemoryError && flight.stage == Flight.Stage.LOOK) {
        // Looked at again in this run, it would not fit either.
        flight.hold("answer_too_large_for_memory: " + what);
      } else {
        flight.later(what);
      }
    }
  }

  // A task that is tried again meets its own facts here.
  private void start(Flight flight) {
    Optional<FactKind> ended = flight.facts.ended();
    if (ended.isPresent()) {
      flight.ended(ended.get().key());
      return;
    }
    if (!flight.request.ref().isEmpty()) {
      flight.stage = Flight.Stage.LOOK;
      return;
    }
    Optional<String> ref = flight.facts.ref(FactKind.CREATED);
    if (ref.isPresent()) {
      flight.created(new ProviderRef(ref.get()));
    } else if (flight.facts.has(FactKind.INTENT)) {
      flight.doubt("an earlier attempt may have been accepted; it is looked into before the next");
    } else {
      flight.stage = Flight.Stage.SOURCE;
    }
  }

  private void source(Flight flight) {
    if (abandoned) {
      flight.land("");
      return;
    }
    Sources.State state = sources.of(flight.request);
    if (state instanceof Sources.State.Ready) {
      flight.stage = Flight.Stage.CREATE;
    } else if (state instanceof Sources.State.Wait wait) {
      waitOrLand(flight, wait.pause());
    } else if (state instanceof Sources.State.Moved moved) {
      flight.end = CallResult.SENDING;
      waitOrLand(flight, moved.pause());
    } else if (state instanceof Sources.State.Broken broken) {
      new AfterCreate(context, flight)
          .refused(new CallOutcome.Refused(broken.code(), broken.message()));
    } else if (state instanceof Sources.State.Unread unread) {
      flight.unread(unread.message());
    } else if (state instanceof Sources.State.Fault && abandoned) {
      flight.land("");
    } else if (state instanceof Sources.State.Fault fault) {
      flight.later(fault.message());
    } else if (state instanceof Sources.State.Stopped stopped) {
      flight.land(stopped.message());
    }
  }

  private void create(Flight flight) {
    if (closed || !knowsTime(flight)) {
      flight.land(flight.note);
      return;
    }
    long now = tools.ticker().nanos();
    if (now < askAt) {
      waitOrLand(flight, Duration.ofNanos(askAt - now));
      return;
    }
    if (!asking.tryLock()) {
      waitOrLand(flight, NEXT_IN_LINE);
      return;
    }
    PermitMessage answer;
    Moment asked;
    try {
      asked = Moment.now(tools.ticker());
      answer = permit(flight.request);
      if (answer instanceof PermitMessage.Later later) {
        askAt = asked.nanos() + later.pause().toNanos();
      }
    } finally {
      asking.unlock();
    }
    if (answer instanceof PermitMessage.Granted granted) {
      send(flight, () -> asked.isWithin(granted.validFor(), tools.ticker()));
    } else if (answer instanceof PermitMessage.Later later) {
      if (tools.ticker().nanos() + later.pause().toNanos() > deadline) {
        close();
      }
      waitOrLand(flight, later.pause());
    } else if (answer instanceof PermitMessage.Denied denied) {
      flight.later(denied.reason());
    } else if (answer instanceof PermitMessage.Closed said) {
      close();
      flight.land(said.reason());
    } else {
      throw new IllegalStateException("not a grant: " + answer);
    }
  }

  private boolean knowsTime(Flight flight) {
    Optional<CallOutcome> silent =
        ProviderClock.learn(tools.provider(), flight.request.work().operation());
    if (silent.isEmpty()) {
      return true;
    }
    if (silent.get() instanceof CallOutcome.Fatal why) {
      tools.desk().tell(new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, why.message()));
      close();
      flight.note = why.message();
    } else {
      // An intent with the time of this machine may be looked for in the wrong hour.
      flight.note = "the provider does not say its time yet";
    }
    return false;
  }

  private void send(Flight flight, SendGate permit) {
    Work work = flight.request.work();
    int generation = flight.request.generation();
    boolean accepted = false;
    try {
      CrashPoints.reached(CrashPoints.PERMIT, work.workKey());
      Optional<MediaSource> media = Optional.empty();
      if (!Works.EMBED_TEXT.equals(work.operation())) {
        // Signed anew each time: what the intent says is what is sent.
        media = sources.media(work);
        if (media.isEmpty()) {
          flight.stage = Flight.Stage.SOURCE;
          return;
        }
        flight.sent = media.get();
      }
      if (!flight.facts.intend(media.map(SentSource::of).orElse(SentSource.NONE))) {
        start(flight);
        return;
      }
      CrashPoints.reached(CrashPoints.INTENT, work.workKey());
      if (!permit.isOpen()) {
        flight.facts.withdraw();
        return;
      }
      accepted = true;
      CallOutcome outcome = create(work, generation, media, permit);
      CrashPoints.reached(CrashPoints.SENT, work.workKey());
      flight.doubt("the answer could not be recorded");
      accepted = outcome.fold(new AfterCreate(context, flight));
    } finally {
      tools.desk().tell(new PermitMessage.Returned(work.workKey(), generation, accepted));
    }
  }

  private CallOutcome create(
      Work work, int generation, Optional<MediaSource> media, SendGate permit) {
    return switch (work.operation()) {
      case Works.EMBED ->
          tools.provider().embedder().create(Works.embedRequest(work), media.orElseThrow(), permit);
      case Works.EMBED_TEXT ->
          tools
              .provider()
              .atOnce()
              .embed(work.model(), new EmbedInput.Text(Works.text(work)), permit);
      case Works.ANALYZE ->
          tools
              .provider()
              .analyst()
              .create(
                  Works.analyzeRequest(work),
                  media.orElseThrow(),
                  permit,
                  Works.tag(work.workKey(), generation));
      default -> throw new IllegalArgumentException("unknown operation " + work.operation());
    };
  }

  private void look(Flight flight) {
    CallOutcome outcome =
        Works.EMBED.equals(flight.request.work().operation())
            ? tools.provider().embedder().look(flight.ref)
            : tools.provider().analyst().look(flight.ref);
    outcome.fold(new AfterLook(context, flight));
  }

  private PermitMessage permit(CallRequest request) {
    Work work = request.work();
    return tools
        .desk()
        .ask(
            new PermitMessage.Ask(
                me,
                work.workKey(),
                request.generation(),
                work.operation(),
                work.mediaMinutes(),
                work.outputTokens()));
  }

  private void waitOrLand(Flight flight, Duration pause) {
    long at = tools.ticker().nanos() + pause.toNanos();
    if (at > deadline) {
      flight.land("");
    } else {
      flight.nextAt = at;
    }
  }

  private void close() {
    closed = true;
  }

  private FactWriter facts(FactName intent, Work work) {
    boolean asset = !intent.workKey().value().equals(work.workKey());
    Fact.Header header =
        new Fact.Header(
            asset ? Works.ASSET : work.operation(),
            settings.provider().name(),
            asset ? "" : work.model(),
            work.contentId(),
            settings.runId(),
            task,
            tools.clock().instant(),
            0);
    Fact.Answer atMost =
        asset
            ? Fact.Answer.atMost(0, 0)
            : Fact.Answer.atMost(work.mediaMinutes(), work.outputTokens());
    return new FactWriter(tools.journal(), tools.clock(), intent, header, atMost, onEnd);
  }
}
