package dev.sluice.calls;

import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.Reservation;
import dev.sluice.spend.PriceList;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The driver's side of every create: one desk for the whole cluster, so that doubling the executors
 * changes neither the rate nor the bill. At most one permit is live per work and generation; each
 * reserves requests, minutes, tokens and money. Thread-safe.
 */
final class PermitDesk {
  /** How long a permit may wait on its holder before the request begins. */
  static final Duration VALID_FOR = Duration.ofSeconds(10);

  // Until one create was accepted, only one is under way: a wrong key costs one failed call.
  private static final Duration PROOF_PAUSE = Duration.ofMillis(50);

  private final Map<String, Pace> paces;
  private final PriceList prices;
  private final double moneyLeft;
  private final Map<String, Double> live = new HashMap<>();
  private String round = "";
  private double reserved;
  private boolean proven;
  private String stopped;
  private SpendingStopped.Why why;

  /**
   * A desk.
   *
   * @param paces limits by operation; an operation without one is not limited
   * @param prices what a create costs at most
   * @param moneyLeft what may still be spent; infinite without a budget
   */
  PermitDesk(Map<String, Pace> paces, PriceList prices, double moneyLeft) {
    this.paces = Map.copyOf(paces);
    this.prices = prices;
    this.moneyLeft = moneyLeft;
  }

  /** Opens a round: from now on only its tasks get permits, and permits of the last are void. */
  synchronized void open(String nextRound) {
    round = nextRound;
    live.clear();
  }

  /** Answers a message from an executor. Never blocks. */
  PermitMessage answer(PermitMessage message) {
    if (message instanceof PermitMessage.Ask ask) {
      return ask(ask);
    }
    if (message instanceof PermitMessage.Returned returned) {
      return returned(returned);
    }
    if (message instanceof PermitMessage.SlowDown slowDown) {
      Duration pause = slowDown.pause().isZero() ? Duration.ofSeconds(1) : slowDown.pause();
      paces.values().forEach(pace -> pace.coolDown(pause));
      return new PermitMessage.Heard();
    }
    if (message instanceof PermitMessage.Stop stop) {
      stop(SpendingStopped.Why.PROVIDER, stop.message());
      return new PermitMessage.Heard();
    }
    throw new IllegalArgumentException("the desk sends " + message + ", it does not hear it");
  }

  /** Why all spending stopped, or empty. */
  synchronized Optional<SpendingStopped> stopped() {
    return stopped == null ? Optional.empty() : Optional.of(new SpendingStopped(why, stopped));
  }

  private synchronized void stop(SpendingStopped.Why reason, String message) {
    if (stopped == null) {
      stopped = message;
      why = reason;
    }
  }

  private synchronized PermitMessage ask(PermitMessage.Ask ask) {
    if (stopped != null) {
      return new PermitMessage.Denied(stopped);
    }
    if (!ask.round().equals(round)) {
      return new PermitMessage.Denied("the round is over");
    }
    String id = ask.workKey() + "." + ask.generation();
    if (live.containsKey(id)) {
      return new PermitMessage.Denied("another attempt holds this work");
    }
    if (!proven && !live.isEmpty()) {
      return new PermitMessage.Later(PROOF_PAUSE);
    }
    double price = prices.price(ask.operation(), ask.mediaMinutes(), ask.outputTokens());
    if (price > 0 && reserved + price > moneyLeft) {
      stop(
          SpendingStopped.Why.BUDGET,
          "the budget is used up: the next call costs up to %.4f %s and %.4f is left"
              .formatted(price, prices.currency(), Math.max(0, moneyLeft - reserved)));
      return new PermitMessage.Denied(stopped);
    }
    Pace pace = paces.get(ask.operation());
    Reservation reservation =
        pace == null
            ? new Reservation.Granted()
            : pace.tryReserve(new Cost(1, ask.mediaMinutes(), ask.outputTokens()));
    if (reservation instanceof Reservation.Later later) {
      return new PermitMessage.Later(later.pause());
    }
    if (reservation instanceof Reservation.TooLarge tooLarge) {
      return new PermitMessage.Denied(
          "larger than a whole window of the limit " + tooLarge.limit());
    }
    live.put(id, price);
    reserved += price;
    return new PermitMessage.Granted(VALID_FOR);
  }

  private synchronized PermitMessage returned(PermitMessage.Returned returned) {
    proven |= returned.accepted();
    Double price = live.remove(returned.workKey() + "." + returned.generation());
    if (price != null && !returned.accepted()) {
      reserved -= price;
    }
    return new PermitMessage.Heard();
  }
}
