package dev.sluice.calls;

import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * One writer per warehouse. The holder keeps {@code RUN/<generation>.holder} in the journal, made
 * as facts are, so that of several runs that reach for a generation one gets it, and beats every 15
 * seconds. Who wants it waits, and takes over only when the holder's process is gone from this
 * machine or its beat did not change for three minutes of the observer's own monotonic clock. Wall
 * clocks of two machines are never compared. Thread-safe.
 */
public final class RunLease implements AutoCloseable {
  private static final Duration BEAT_EVERY = Duration.ofSeconds(15);
  private static final Duration DEAD_AFTER = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  // On a weak store the later of two writers stays; both must have written by then.
  private static final Duration WEAK_SETTLE = Duration.ofSeconds(3);

  // A beat this young cannot have been given up by anyone: they wait for DEAD_AFTER.
  private static final Duration SURE_FOR = Duration.ofMinutes(2);

  // A run whose release could not be stored has ended all the same, as this process knows.
  private static final Set<String> ENDED_HERE = ConcurrentHashMap.newKeySet();

  private final JournalStore store;
  private final LeaseState state;
  private final Ticker ticker;
  private final ScheduledExecutorService heart;
  private volatile Moment last;
  private volatile boolean lost;

  private RunLease(JournalStore store, LeaseState state, Ticker ticker, Moment claimed) {
    this.store = store;
    this.state = state;
    this.ticker = ticker;
    this.last = claimed;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease.
   *
   * @param journal the journal's folder
   * @param runId the run that wants it
   * @param patience how long to wait for another holder
   * @param hadoop settings of the file system
   * @throws SpendingStopped naming the holder when it does not let go in time
   * @throws JournalUnreachable when the journal cannot be read or written
   */
  public static RunLease take(
      String journal, String runId, Duration patience, Configuration hadoop) {
    return take(journal, runId, patience, hadoop, Ticker.system(), Sleeper.real());
  }

  static RunLease take(
      String journal,
      String runId,
      Duration patience,
      Configuration hadoop,
      Ticker ticker,
      Sleeper sleeper) {
    try {
      JournalStore store = JournalPlace.of(journal, hadoop).store();
      long start = ticker.nanos();
      String lastSeen = "";
      long lastChange = start;
      while (true) {
        // Before it is looked: who stands still in between must not take old news for silence.
        long looked = ticker.nanos();
        List<String> files = files(store);
        int generation = latest(files);
        boolean free = generation == 0 || files.contains(generation + ".released");
        Optional<LeaseState> holder =
            free ? Optional.empty() : LeaseState.read(store, "RUN/" + generation);
        String seen = generation + ":" + holder.map(LeaseState::toString).orElse("");
        if (!seen.equals(lastSeen)) {
          lastSeen = seen;
          lastChange = ticker.nanos();
        }
        boolean dead =
            holder.map(RunLease::hasEnded).orElse(false)
                || looked - lastChange >= DEAD_AFTER.toNanos();
        if (free || dead) {
          LeaseState mine = LeaseState.ofThisProcess(generation + 1, runId);
          Moment claimed = Moment.now(ticker);
          if (claim(store, mine, sleeper)) {
            RunLease lease = new RunLease(store, mine, ticker, claimed);
            lease.startBeating();
            return lease;
          }
          continue;
        }
        if (ticker.nanos() - start >= patience.toNanos()) {
          throw new SpendingStopped(
              SpendingStopped.Why.AGAIN,
              "another run writes this warehouse: "
                  + holder.map(LeaseState::describe).orElse("unknown")
                  + "; wait for it, or give --wait a longer time");
        }
        sleeper.sleep(LOOK_EVERY);
      }
    } catch (IOException e) {
      throw JournalUnreachable.at(journal, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted while waiting");
    }
  }

  /**
   * Whether this run still holds it: it is not closed and nobody took over. Costs nothing while
   * beats arrive; after two minutes without one it asks the store, and answers no when that does
   * not answer.
   */
  public boolean held() {
    return !lost && (sure() || askAndBeat());
  }

  /**
   * Stops when another run took over.
   *
   * @param undone what is not done then, for the message
   * @throws SpendingStopped when this run does not hold it any more
   */
  public void demand(String undone) {
    if (!held()) {
      throw new SpendingStopped(
          SpendingStopped.Why.AGAIN, "another run took over this warehouse; " + undone);
    }
  }

  private static boolean hasEnded(LeaseState holder) {
    return holder.processGone() || (holder.isOurs() && ENDED_HERE.contains(holder.token()));
  }

  @Override
  public void close() {
    heart.shutdownNow();
    ENDED_HERE.add(state.token());
    try {
      if (held()) {
        lost = true;
        store.replace(path("released"), state.json());
        store.delete(
            files(store).stream()
                .filter(file -> number(file) < state.generation())
                .map(file -> "RUN/" + file)
                .toList());
      }
    } catch (IOException e) {
      // The next run sees that this process is gone, or that its beat stopped.
      System.getLogger(RunLease.class.getName())
          .log(System.Logger.Level.WARNING, "the run lease could not be released", e);
    }
  }

  private static boolean claim(JournalStore store, LeaseState mine, Sleeper sleeper)
      throws IOException, InterruptedException {
    String path = "RUN/" + mine.generation() + ".holder";
    if (!store.putIfAbsent(path, mine.json())) {
      return false;
    }
    if (store.excludes()) {
      return true;
    }
    sleeper.sleep(WEAK_SETTLE);
    return store.get(path).filter(there -> Arrays.equals(there, mine.json())).isPresent();
  }

  private void startBeating() {
    var unused =
        heart.scheduleAtFixedRate(
            this::askAndBeat, BEAT_EVERY.toSeconds(), BEAT_EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private synchronized boolean askAndBeat() {
    try {
      Moment begun = Moment.now(ticker);
      if (lost || latest(files(store)) != state.generation()) {
        lost = true;
        return false;
      }
      store.replace(path("beat"), state.beat());
      last = begun;
      return true;
    } catch (IOException | RuntimeException e) {
      System.getLogger(RunLease.class.getName())
          .log(System.Logger.Level.WARNING, "the run lease could not beat", e);
      return false;
    }
  }

  private boolean sure() {
    return last.isWithin(SURE_FOR, ticker);
  }

  private String path(String kind) {
    return "RUN/" + state.generation() + "." + kind;
  }

  private static List<String> files(JournalStore store) throws IOException {
    List<String> files = new ArrayList<>();
    store.list("RUN", "", files::add);
    return files;
  }

  private static int latest(List<String> files) {
    int latest = 0;
    for (String file : files) {
      if (file.endsWith(".holder") && number(file) < Integer.MAX_VALUE) {
        latest = Math.max(latest, number(file));
      }
    }
    return latest;
  }

  private static int number(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && name.substring(0, dot).matches("\\d{1,9}")
        ? Integer.parseInt(name.substring(0, dot))
        : Integer.MAX_VALUE;
  }
}
