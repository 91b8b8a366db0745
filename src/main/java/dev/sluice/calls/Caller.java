package dev.sluice.calls;

import dev.sluice.spend.FactName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Does the works of one task: what is ready is fetched, and in between as much is created as
 * permits allow. <b>Pays.</b>
 *
 * <p>A few threads move many works; what was created waits without a thread until the driver's
 * lists say that it has ended. Nothing is created after the round's time, and nothing outlives
 * {@link #run}. What becomes of one work never touches another.
 */
final class Caller {
  private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

  private final CallSettings settings;
  private final CallTools tools;
  private final FlightDeck deck;
  private final long deadline;
  private final Queue<FactName> ended = new ConcurrentLinkedQueue<>();
  private final List<CallResult> results = new ArrayList<>();
  private final Deque<CallRequest> fetches = new ArrayDeque<>();
  private final Deque<CallRequest> creates = new ArrayDeque<>();
  private final List<Flight> aboard = new ArrayList<>();
  private final Set<Flight> busy = new HashSet<>();
  private final BlockingQueue<Flight> back = new LinkedBlockingQueue<>();
  private final Map<String, Flight> waiting = new HashMap<>();
  private long askAt;

  /**
   * A caller for one task.
   *
   * @param task where it runs, for the facts
   */
  Caller(CallSettings settings, CallTools tools, PermitMessage.Caller me, String task) {
    this.settings = settings;
    this.tools = tools;
    this.deadline = tools.ticker().nanos() + settings.roundLength().toNanos();
    this.deck = new FlightDeck(settings, tools, me, task, ended::add, deadline);
  }

  /**
   * Does works until all have ended or the round's time is over. Returns what was moved: works that
   * were not touched are left out.
   *
   * @param triedBefore whether an earlier attempt may have done a part of these works
   * @throws InterruptedException when the task is killed; what was sent has been answered by then
   */
  List<CallResult> run(Iterator<CallRequest> requests, TriedBefore triedBefore)
      throws InterruptedException {
    tools.desk().tell(new PermitMessage.Ping());
    while (requests.hasNext()) {
      CallRequest request = requests.next();
      (request.ref().isEmpty() ? creates : fetches).add(request);
    }
    int threads = Math.min(settings.inFlight(), creates.size() + fetches.size());
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads), Caller::daemon);
    try {
      fly(pool, triedBefore);
    } finally {
      pool.shutdown();
      land(pool);
    }
    waiting.values().forEach(flight -> results.add(flight.result()));
    for (FactName fact : new HashSet<>(ended)) {
      results.add(CallResult.of(fact));
    }
    return results;
  }

  /** Whether the journal must be asked before anything is created. */
  enum TriedBefore {
    NO,
    PERHAPS
  }

  private void fly(ExecutorService pool, TriedBefore triedBefore) throws InterruptedException {
    while (true) {
      boolean late = tools.ticker().nanos() >= deadline || deck.isAbandoned();
      board(triedBefore, late);
      if (aboard.isEmpty() && (waiting.isEmpty() || late)) {
        return;
      }
      long now = tools.ticker().nanos();
      long next = now + LONGEST_WAIT_NANOS;
      for (Flight flight : List.copyOf(aboard)) {
        if (busy.contains(flight)) {
          continue;
        }
        if (late && (flight.stage != Flight.Stage.LOOK || flight.nextAt > now)) {
          flight.land("");
          settle(flight);
        } else if (flight.nextAt <= now) {
          busy.add(flight);
          pool.execute(
              () -> {
                try {
                  deck.advance(flight);
                } finally {
                  back.add(flight);
                }
              });
        } else {
          next = Math.min(next, flight.nextAt);
        }
      }
      if (!late) {
        next = Math.min(next, askWhichEnded());
      }
      Flight flight = back.poll(Math.max(0, next - tools.ticker().nanos()), TimeUnit.NANOSECONDS);
      while (flight != null) {
        busy.remove(flight);
        settle(flight);
        flight = back.poll();
      }
    }
  }

  // Results wait for nobody: as many fetches fly as creates, which mostly wait for permits.
  private void board(TriedBefore triedBefore, boolean late) {
    if (late) {
      return;
    }
    long now = tools.ticker().nanos();
    int looking = 0;
    for (Flight flight : aboard) {
      looking += flight.stage == Flight.Stage.LOOK ? 1 : 0;
    }
    int creating = aboard.size() - looking;
    boolean perhaps = triedBefore == TriedBefore.PERHAPS;
    while (looking++ < settings.inFlight() && !fetches.isEmpty()) {
      CallRequest request = fetches.poll();
      aboard.add(deck.flight(request, perhaps ? Flight.Stage.START : Flight.Stage.LOOK, now));
    }
    while (creating++ < settings.inFlight() && !creates.isEmpty() && !deck.isClosed()) {
      CallRequest request = creates.poll();
      aboard.add(deck.flight(request, perhaps ? Flight.Stage.START : Flight.Stage.SOURCE, now));
    }
  }

  private void settle(Flight flight) {
    if (flight.stage == Flight.Stage.LANDED) {
      aboard.remove(flight);
      results.add(flight.result());
    } else if (flight.stage == Flight.Stage.WAITING) {
      aboard.remove(flight);
      waiting.put(flight.ref.id(), flight);
    }
  }

  /**
   * Asks at its times, also when nothing waits: the answer tells that the run is to end. Says when
   * to ask next.
   */
  private long askWhichEnded() {
    long now = tools.ticker().nanos();
    if (now >= askAt) {
      askAt = now + settings.pollEvery().toNanos();
      // What lists say has ended and details do not is asked for again, but not at once.
      List<String> refs =
          waiting.values().stream()
              .filter(flight -> flight.nextAt <= now)
              .map(flight -> flight.ref.id())
              .toList();
      for (String ref : deck.ended(refs)) {
        Flight flight = waiting.remove(ref);
        if (flight != null) {
          flight.stage = Flight.Stage.LOOK;
          flight.nextAt = now;
          aboard.add(flight);
          askAt = now;
        }
      }
    }
    return askAt;
  }

  // What was sent is waited for even when the task is killed: its answer has been paid for.
  private void land(ExecutorService pool) {
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    for (Flight flight = back.poll(); flight != null; flight = back.poll()) {
      settle(flight);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sluice-call");
    thread.setDaemon(true);
    return thread;
  }
}
