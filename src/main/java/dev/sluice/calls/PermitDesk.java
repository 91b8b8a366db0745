package dev.sluice.calls;

import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.ratelimit.Reservation;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.PriceList;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The driver's side of every create: one desk for the whole cluster, so that doubling the executors
 * changes neither the rate nor the bill. At most one permit is live per work and generation, only
 * attempts that the driver believes to be running get one, and each reserves requests, minutes,
 * tokens and money. Thread-safe; waits only where asking for the lease reads the store.
 */
final class PermitDesk {
  // A holder that lost its executor may still begin within the permit's time; then it is void.
  private static final Duration VOID_AFTER = SpendSettings.PERMIT.plusSeconds(2);

  // Until one create was accepted, only one is under way: a wrong key costs one failed call.
  private static final Duration PROOF_PAUSE = Duration.ofMillis(50);
  private static final Duration UNHEARD_PAUSE = Duration.ofMillis(20);
  private static final Duration UNSAID_PAUSE = Duration.ofSeconds(1);

  // Some videos are broken; that so many in a row are is unlikely.
  private static final int MOST_GIVEN_UP = 20;

  private final Rules rules;
  private final Attempts attempts;
  private final Ticker ticker;
  private final Tally tally;
  private final Map<String, Live> live = new HashMap<>();
  private final Map<String, Duration> waits = new HashMap<>();
  private UnaryOperator<List<String>> ended = refs -> List.of();
  private String round = "";
  private OptionalInt stage = OptionalInt.empty();
  private double reserved;
  private boolean proven;
  private long createFrom;
  private long lookFrom;
  private SpendingStopped stopped;
  private int givenUp;

  PermitDesk(Rules rules, Attempts attempts, Ticker ticker, Tally tally) {
    this.rules = rules;
    this.attempts = attempts;
    this.ticker = ticker;
    this.tally = tally;
    this.createFrom = ticker.nanos();
    this.lookFrom = createFrom;
  }

  /**
   * What the desk goes by.
   *
   * @param paces limits by operation; an operation without one is not limited
   * @param prices what a create costs at most
   * @param moneyLeft what may still be spent; infinite without a budget
   * @param leaseHeld whether this run still is the one writer
   */
  record Rules(
      Map<String, Pace> paces, PriceList prices, double moneyLeft, BooleanSupplier leaseHeld) {}

  private record Live(double price, Cost cost, String operation, long attempt, long grantedAt) {}

  /** Opens a round: from now on only its tasks get permits. */
  synchronized void open(String nextRound) {
    round = nextRound;
    stage = OptionalInt.empty();
    waits.clear();
  }

  /** Answers from now on which of the provider's tasks have ended. */
  synchronized void listen(UnaryOperator<List<String>> lists) {
    ended = lists;
  }

  /** Answers a message from an executor. */
  PermitMessage answer(PermitMessage message) {
    if (message instanceof PermitMessage.Ask ask) {
      return ask(ask);
    }
    if (message instanceof PermitMessage.Which which) {
      return which(which);
    }
    if (message instanceof PermitMessage.Returned returned) {
      returned(returned);
    } else if (message instanceof PermitMessage.Noted noted) {
      noted(noted.kind());
    } else if (message instanceof PermitMessage.GivenUp failed) {
      givenUp(failed.code());
    } else if (message instanceof PermitMessage.Left left) {
      Optional.ofNullable(rules.paces().get(left.operation()))
          .ifPresent(pace -> pace.told(left.requests(), left.until()));
    } else if (message instanceof PermitMessage.SlowDown slowDown) {
      slowDown(slowDown.pause());
    } else if (message instanceof PermitMessage.LookLater later) {
      lookLater(slowDown(later.pause()));
    } else if (message instanceof PermitMessage.Stop stop) {
      stop(new SpendingStopped(stop.why(), stop.message()));
    } else if (!(message instanceof PermitMessage.Ping)) {
      throw new IllegalArgumentException("the desk sends " + message + ", it does not hear it");
    }
    return new PermitMessage.Heard();
  }

  /** Why no more is created, or empty. */
  synchronized Optional<SpendingStopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** Creates nothing more. The first reason stays, until one comes that ends fetching too. */
  synchronized void stop(SpendingStopped reason) {
    if (stopped == null || (stopped.why().stillFetches() && !reason.why().stillFetches())) {
      stopped = reason;
    }
  }

  /** How long the limits made askers of this round wait at most, by the last answers. */
  synchronized Duration longestWait() {
    return waits.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private synchronized PermitMessage which(PermitMessage.Which which) {
    if (!which.caller().round().equals(round)) {
      return new PermitMessage.Closed("the round is over");
    }
    if (stopped != null && !stopped.why().stillFetches()) {
      return new PermitMessage.Closed(stopped.getMessage());
    }
    boolean nobodyWaits = which.refs().isEmpty();
    return new PermitMessage.Ended(
        nobodyWaits || !mayLook() ? List.of() : ended.apply(which.refs()));
  }

  /** Whether the provider answers looks, as far as it said. */
  synchronized boolean mayLook() {
    return ticker.nanos() - lookFrom >= 0;
  }

  private synchronized void noted(FactKind kind) {
    tally.ended(kind);
    givenUp = kind == FactKind.DONE ? 0 : givenUp;
  }

  // What it accepts may be billed, and the third failure of a work is its end.
  private synchronized void givenUp(String code) {
    givenUp++;
    if (givenUp == MOST_GIVEN_UP) {
      stop(
          new SpendingStopped(
              SpendingStopped.Why.FAILING,
              "the provider accepted %d new works in a row and gave each up (the last: %s); nothing more is sent. See its status page, and run again when it works"
                  .formatted(givenUp, code)));
    }
  }

  private synchronized Duration slowDown(Duration pause) {
    Duration longest = pause.isZero() ? UNSAID_PAUSE : pause;
    rules.paces().values().forEach(pace -> pace.coolDown(longest));
    createFrom = later(createFrom, longest);
    tally.slowedDown();
    return longest;
  }

  private synchronized void lookLater(Duration pause) {
    lookFrom = later(lookFrom, pause);
  }

  private long later(long before, Duration pause) {
    long then = ticker.nanos() + pause.toNanos();
    return then - before > 0 ? then : before;
  }

  private synchronized PermitMessage ask(PermitMessage.Ask ask) {
    Optional<PermitMessage> no = refuse(ask);
    if (no.isPresent()) {
      return no.get();
    }
    Duration cool = Duration.ofNanos(createFrom - ticker.nanos());
    if (!cool.isNegative() && !cool.isZero()) {
      waits.put(ask.operation(), cool);
      return new PermitMessage.Later(cool);
    }
    double price = rules.prices().price(ask.operation(), ask.mediaMinutes(), ask.outputTokens());
    if (price > 0 && reserved + price > rules.moneyLeft()) {
      stop(overBudget(price));
      return new PermitMessage.Closed(stopped.getMessage());
    }
    Pace pace = rules.paces().get(ask.operation());
    Cost cost = new Cost(1, ask.mediaMinutes(), ask.outputTokens());
    Reservation reservation = pace == null ? new Reservation.Granted() : pace.tryReserve(cost);
    if (reservation instanceof Reservation.Later later) {
      waits.put(ask.operation(), later.pause());
      return new PermitMessage.Later(later.pause());
    }
    if (reservation instanceof Reservation.TooLarge tooLarge) {
      stop(neverGranted(ask, cost, tooLarge.limit()));
      return new PermitMessage.Closed(stopped.getMessage());
    }
    waits.remove(ask.operation());
    live.put(
        id(ask.workKey(), ask.generation()),
        new Live(price, cost, ask.operation(), ask.caller().attempt(), ticker.nanos()));
    reserved += price;
    tally.granted();
    return new PermitMessage.Granted(SpendSettings.PERMIT);
  }

  private Optional<PermitMessage> refuse(PermitMessage.Ask ask) {
    if (stopped != null) {
      return Optional.of(new PermitMessage.Closed(stopped.getMessage()));
    }
    if (!rules.leaseHeld().getAsBoolean()) {
      stop(
          new SpendingStopped(
              SpendingStopped.Why.AGAIN,
              "another run took over this warehouse, or the journal's store does not answer;"
                  + " nothing is sent"));
      return Optional.of(new PermitMessage.Closed(stopped.getMessage()));
    }
    if (!ask.caller().round().equals(round)) {
      return Optional.of(new PermitMessage.Closed("the round is over"));
    }
    if (stage.isEmpty()) {
      stage = OptionalInt.of(ask.caller().stage());
    } else if (stage.getAsInt() != ask.caller().stage()) {
      return Optional.of(
          new PermitMessage.Closed(
              "a second Spark action runs on works that are paid for; only the first may send"));
    }
    Attempts.Belief belief = attempts.of(ask.caller().attempt());
    if (belief != Attempts.Belief.RUNNING) {
      return Optional.of(
          belief == Attempts.Belief.UNHEARD
              ? new PermitMessage.Later(UNHEARD_PAUSE)
              : new PermitMessage.Closed("the driver gave this task attempt up"));
    }
    forget();
    if (live.containsKey(id(ask.workKey(), ask.generation()))) {
      return Optional.of(new PermitMessage.Denied("another attempt holds this work"));
    }
    return !proven && !live.isEmpty()
        ? Optional.of(new PermitMessage.Later(PROOF_PAUSE))
        : Optional.empty();
  }

  // What a lost attempt reserved stays reserved: it may have been sent.
  private void forget() {
    long now = ticker.nanos();
    live.values()
        .removeIf(
            permit -> {
              boolean gone =
                  now - permit.grantedAt() >= VOID_AFTER.toNanos()
                      && attempts.of(permit.attempt()) == Attempts.Belief.ENDED;
              if (gone) {
                answered(permit);
              }
              return gone;
            });
  }

  private void answered(Live permit) {
    Pace pace = rules.paces().get(permit.operation());
    if (pace != null) {
      pace.answered(permit.cost());
    }
  }

  // Put off, it would be asked for again by every run.
  private static SpendingStopped neverGranted(PermitMessage.Ask ask, Cost cost, RateLimit limit) {
    String what = limit.dimension().key().replace('_', ' ');
    return new SpendingStopped(
        SpendingStopped.Why.SETTINGS,
        "%s %s takes %s %s at once, and the limit is %s in %s: raise provider.share or provider.limits, or take it out of the manifest"
            .formatted(
                ask.operation(),
                ask.workKey(),
                cost.in(limit.dimension()),
                what,
                limit.amount(),
                limit.window()));
  }

  private SpendingStopped overBudget(double price) {
    return new SpendingStopped(
        SpendingStopped.Why.BUDGET,
        "the budget is used up: the next call costs up to %.4f %s and %.4f is left"
            .formatted(
                price, rules.prices().currency(), Math.max(0, rules.moneyLeft() - reserved)));
  }

  private synchronized void returned(PermitMessage.Returned returned) {
    proven |= returned.accepted();
    Live permit = live.remove(id(returned.workKey(), returned.generation()));
    if (permit == null) {
      return;
    }
    answered(permit);
    if (returned.accepted()) {
      tally.accepted(permit.operation(), permit.price());
    } else {
      reserved -= permit.price();
    }
  }

  private static String id(String workKey, int generation) {
    return workKey + "." + generation;
  }
}
