package dev.sluice.calls;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkState;
import dev.sluice.text.RootCause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Spends on one set of works, round after round, until all are done, nothing more may be created,
 * or nothing moves. <b>Pays.</b> Used by one thread.
 */
final class Spending {
  /** Works that the driver has in hand at a time. */
  static final int IN_HAND = 10_000;

  private static final Duration LONGEST_REST = Duration.ofSeconds(2);
  private static final Duration OLD = Duration.ofDays(5);
  private static final int FAILED_ROUNDS = 3;
  private static final int MOST_NOTES = 20;
  private static final int MOST_UNREAD = 10_000;

  private final Parts parts;
  private final Book book = new Book();
  private final String operation;
  private final Doubts doubts;
  private final Patience patience;
  private long firstReadyAt = Long.MIN_VALUE;
  private int failedRounds;

  Spending(Parts parts, String operation) {
    this.parts = parts;
    this.operation = operation;
    this.doubts = new Doubts(parts, book, operation);
    SpendSettings settings = parts.settings();
    this.patience = new Patience(settings.patience(), settings.settle(), parts.ticker().nanos());
  }

  /**
   * What spending needs; all of it belongs to the run.
   *
   * @param inVain keys of works whose answers an earlier run could not have
   * @param quarantine takes works without their file
   */
  record Parts(
      SpendSettings settings,
      JournalPlace place,
      Journal journal,
      VideoProvider provider,
      Backlog backlog,
      UnderWay underWay,
      PermitDesk desk,
      Watch watch,
      Rounds rounds,
      Folder folder,
      BooleanSupplier leaseHeld,
      Tally tally,
      Known known,
      Set<String> inVain,
      Consumer<List<Book.Stuck>> quarantine,
      RoundNames names,
      Clock clock,
      Ticker ticker,
      Sleeper sleeper,
      Consumer<String> progress) {}

  /** The provider's ids since an instant that the ledger knows. */
  interface Known {
    Set<String> since(Instant from);
  }

  /** Names rounds, uniquely in the cluster. */
  interface RoundNames {
    String next();
  }

  /** Spends. Returns the works that are still in hand, among others. */
  Book run() {
    fill();
    // To read what is to be done may take longer than anybody has patience for.
    patience.moved(parts.ticker().nanos());
    warnOfOldResults();
    while (true) {
      fill();
      if (book.count(WorkState.Open.class) == 0) {
        parts.folder().foldWhileWaiting();
      } else {
        parts.folder().foldIfDue();
      }
      if (doubts.resolve()) {
        patience.moved(parts.ticker().nanos());
      }
      parts.tally().doubts(book.count(WorkState.Orphan.class));
      if (finished() || gaveUp()) {
        return book;
      }
      long now = parts.ticker().nanos();
      boolean mayCreate = parts.desk().stopped().isEmpty() && !patience.isWaiting(now);
      List<CallRequest> ready =
          parts.desk().mayLook()
              ? book.ready(this::hasEnded, parts.watch()::isMissing, parts.clock().instant(), now)
              : List.of();
      List<CallRequest> creates = mayCreate ? book.creates(size(), now) : List.of();
      if (creates.isEmpty() && !worthARound(ready)) {
        rest();
        continue;
      }
      round(ready, creates);
      idle();
    }
  }

  private void warnOfOldResults() {
    long old = book.pendingBefore(parts.clock().instant().minus(OLD));
    if (old > 0) {
      parts
          .progress()
          .accept(
              "%s: %,d results wait at the provider since more than %d days; it keeps them for 7: they are fetched first"
                  .formatted(operation, old, OLD.toDays()));
    }
  }

  private boolean finished() {
    Optional<SpendingStopped> stopped = parts.desk().stopped();
    if (stopped.isPresent() && !stopped.get().why().stillFetches()) {
      return true;
    }
    boolean createsLeft = stopped.isEmpty() && book.count(WorkState.Open.class) > 0;
    return !createsLeft && book.pending() == 0 && book.doubts(parts.ticker().nanos()).isEmpty();
  }

  private void fill() {
    // Works that cannot move must not keep the rest from being tried.
    if (book.count(WorkState.Open.class) >= IN_HAND / 2
        && (!parts.backlog().hasNext() || book.letGo() == 0)) {
      return;
    }
    for (int room = IN_HAND - book.size(); room > 0; room--) {
      Optional<Backlog.Next> next = parts.backlog().next();
      if (next.isEmpty()) {
        break;
      }
      Work work = next.get().work();
      Optional<UnderWay.Started> started = parts.underWay().of(work.workKey());
      long now = parts.ticker().nanos();
      if (started.isPresent()) {
        UnderWay.Started one = started.get();
        parts.underWay().take(work.workKey());
        book.add(work, one.state(), one.ref(), one.at(), next.get().failures(), now);
        book.begun(work.workKey(), one.runId());
      } else {
        book.add(
            work,
            new WorkState.Open(next.get().generation()),
            "",
            parts.clock().instant(),
            next.get().failures(),
            now);
      }
      book.uploaded(work.workKey(), next.get().upload());
      if (parts.inVain().contains(work.workKey())) {
        book.inVain(work.workKey());
      }
    }
    book.oldestPending(parts.clock().instant()).ifPresent(parts.watch()::follow);
  }

  private int size() {
    double minutes = book.average(Work::mediaMinutes);
    long tokens = (long) book.average(Work::outputTokens);
    return RoundSize.of(
        parts.settings().limits().getOrDefault(operation, List.of()),
        parts.settings().roundLength(),
        new Cost(1, minutes, tokens),
        IN_HAND);
  }

  private boolean hasEnded(String ref) {
    return !parts.watch().ended(List.of(ref)).isEmpty();
  }

  // A round for fetches alone waits a little for company.
  private boolean worthARound(List<CallRequest> ready) {
    if (ready.isEmpty()) {
      firstReadyAt = Long.MIN_VALUE;
      return false;
    }
    long now = parts.ticker().nanos();
    if (firstReadyAt == Long.MIN_VALUE) {
      firstReadyAt = now;
    }
    return ready.size() >= book.pending()
        || now - firstReadyAt >= 5 * parts.settings().pollEvery().toNanos();
  }

  private void round(List<CallRequest> ready, List<CallRequest> creates) {
    firstReadyAt = Long.MIN_VALUE;
    String name = parts.names().next();
    parts.desk().open(name);
    Instant at = parts.clock().instant();
    parts.watch().follow(book.oldestPending(at).orElse(at));
    String what =
        "%s: round %s, %,d to fetch, up to %,d to create"
            .formatted(operation, name, ready.size(), creates.size());
    List<CallRequest> requests = new ArrayList<>(ready);
    requests.addAll(creates);
    SpendSettings settings = parts.settings();
    try {
      List<CallResult> results =
          parts
              .rounds()
              .run(
                  new CallSettings(
                      settings.provider(),
                      parts.place(),
                      settings.runId(),
                      name,
                      settings.roundLength(),
                      settings.inFlight(),
                      settings.pollEvery()),
                  requests,
                  what);
      boolean moved = false;
      Set<FactName> facts = new HashSet<>();
      for (CallResult result : results) {
        moved |= book.apply(result, at, parts.ticker().nanos());
        result.fact().ifPresent(facts::add);
      }
      say(results);
      facts.forEach(parts.folder()::add);
      List<Book.Stuck> unread = book.takeUnread(MOST_UNREAD);
      if (!unread.isEmpty()) {
        parts.quarantine().accept(unread);
      }
      settle();
      if (moved) {
        patience.moved(parts.ticker().nanos());
        failedRounds = 0;
      } else {
        rest();
      }
    } catch (Exception e) {
      failed(e);
    }
  }

  private void settle() {
    for (FactKind kind : List.of(FactKind.DONE, FactKind.REFUSED, FactKind.FAILED)) {
      parts.tally().settle(kind, book.ended(kind));
    }
  }

  private void say(List<CallResult> results) {
    Map<String, List<CallResult>> notes =
        results.stream()
            .filter(result -> !result.note().isEmpty())
            .collect(groupingBy(CallResult::note, LinkedHashMap::new, toList()));
    notes.entrySet().stream()
        .limit(MOST_NOTES)
        .forEach(note -> say(note.getKey(), note.getValue()));
    if (notes.size() > MOST_NOTES) {
      parts
          .progress()
          .accept("%s: and %,d notes more".formatted(operation, notes.size() - MOST_NOTES));
    }
  }

  private void say(String note, List<CallResult> of) {
    String which = of.get(0).workKey().substring(0, 12);
    parts
        .progress()
        .accept(
            of.size() == 1
                ? "%s %s: %s".formatted(operation, which, note)
                : "%s %s and %,d more: %s".formatted(operation, which, of.size() - 1, note));
  }

  // What a lost action did is in the journal; the next round goes on from there.
  private void failed(Exception cause) {
    // Executors have an environment and files of their own.
    SpendingStopped.in(cause)
        .ifPresent(
            stopped -> {
              throw stopped;
            });
    String why = RootCause.of(cause);
    parts
        .progress()
        .accept("%s: a round failed (%s); looking what it did".formatted(operation, why));
    long now = parts.ticker().nanos();
    boolean moved = Standing.tell(parts.journal(), book, book.keys(), parts.folder(), now);
    settle();
    failedRounds = moved ? 0 : failedRounds + 1;
    if (failedRounds >= FAILED_ROUNDS) {
      throw new SpendingStopped(
          SpendingStopped.Why.AGAIN,
          "%d rounds in a row failed without doing anything: %s".formatted(FAILED_ROUNDS, why));
    }
    rest();
  }

  // The limits grant nothing for long: no task needs to sit and wait for that.
  private void idle() {
    Duration wait = parts.desk().longestWait();
    if (wait.compareTo(parts.settings().roundLength()) <= 0) {
      return;
    }
    if (wait.compareTo(parts.settings().maxIdle()) > 0) {
      parts
          .desk()
          .stop(
              new SpendingStopped(
                  SpendingStopped.Why.IDLE,
                  "the limits of the account allow the next %s at %s; run again then"
                      .formatted(operation, parts.clock().instant().plus(wait))));
    } else {
      patience.waitUntil(parts.ticker().nanos() + wait.toNanos());
      parts.progress().accept("%s: waiting %s for the limits".formatted(operation, wait));
    }
  }

  private boolean gaveUp() {
    if (!patience.isOut(parts.ticker().nanos())) {
      return false;
    }
    parts
        .progress()
        .accept("no progress for " + patience.longest() + "; the rest is left as it is");
    return true;
  }

  private void rest() {
    Duration pause = parts.settings().pollEvery();
    try {
      parts.sleeper().sleep(pause.compareTo(LONGEST_REST) < 0 ? pause : LONGEST_REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted between two rounds");
    }
  }
}
