package dev.sluice.calls;

import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.FactName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Folds beside the rounds: at most every five minutes or ten thousand facts, every minute when
 * nothing is left to create, and at the end. Used by one thread.
 */
final class Folder implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration OFTEN = Duration.ofMinutes(1);
  private static final int FACTS = 10_000;

  private final Consumer<List<FactName>> fold;
  private final Ticker ticker;
  private final ExecutorService beside =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "sluice-fold");
            thread.setDaemon(true);
            return thread;
          });
  private final List<FactName> facts = new ArrayList<>();
  private List<FactName> inHand = List.of();
  private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
  private long foldedAt;

  Folder(Consumer<List<FactName>> fold, Ticker ticker) {
    this.fold = fold;
    this.ticker = ticker;
    this.foldedAt = ticker.nanos();
  }

  /** To be folded. */
  void add(FactName fact) {
    facts.add(fact);
  }

  /** Starts a fold when it is time for one and none is running. */
  void foldIfDue() {
    foldAfter(EVERY);
  }

  /**
   * Nothing else is left to do but wait: what is folded in between need not be folded at the end.
   */
  void foldWhileWaiting() {
    foldAfter(OFTEN);
  }

  private void foldAfter(Duration pause) {
    boolean due =
        facts.size() >= FACTS || (!facts.isEmpty() && ticker.nanos() - foldedAt >= pause.toNanos());
    if (due && running.isDone()) {
      start();
    }
  }

  /** Folds everything and returns when it is in the tables. */
  void foldAll() {
    finish();
    if (!facts.isEmpty()) {
      start();
      finish();
    }
  }

  @Override
  public void close() {
    beside.shutdown();
  }

  private void start() {
    finish();
    List<FactName> now = List.copyOf(facts);
    inHand = now;
    facts.clear();
    foldedAt = ticker.nanos();
    running = CompletableFuture.runAsync(() -> fold.accept(now), beside);
  }

  private void finish() {
    try {
      running.join();
    } catch (CompletionException e) {
      // Told once; the next fold takes what this one had in hand.
      running = CompletableFuture.completedFuture(null);
      facts.addAll(inHand);
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
