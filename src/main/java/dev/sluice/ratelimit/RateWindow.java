package dev.sluice.ratelimit;

import java.util.Map;
import java.util.TreeMap;

/**
 * One limit and what was granted against it. Times are nanoseconds on the pace's own time line.
 * Amounts are whole millionths, so that adding and taking away leaves no rounding behind.
 *
 * <p>Grants are kept in slots of a thousandth of the window, each counted until its newest grant
 * has left: memory is bounded, and the error is always on the safe side.
 */
final class RateWindow {
  private static final double UNIT = 1e6;
  private static final int SLOTS = 1000;

  /** Longer windows are quotas: spreading a day's requests evenly would make small jobs crawl. */
  private static final long LONGEST_SMOOTHED_NANOS = 60_000_000_000L;

  private static final long BURST_NANOS = 1_000_000_000L;
  private static final long ANSWER_NANOS = 20_000_000L;

  private final RateLimit limit;
  private final long amount;
  private final long windowNanos;
  private final long slotNanos;
  private final boolean smoothed;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private long used;

  /** What was granted and not answered: it may reach the provider at any time. */
  private long underWay;

  /** When everything granted so far would have been granted at the even rate. */
  private long paidUpTo = Long.MIN_VALUE;

  RateWindow(RateLimit limit) {
    this.limit = limit;
    this.amount = (long) Math.floor(limit.amount() * UNIT);
    this.windowNanos = limit.window().toNanos();
    this.slotNanos = Math.max(1, windowNanos / SLOTS);
    this.smoothed = windowNanos <= LONGEST_SMOOTHED_NANOS;
  }

  RateLimit limit() {
    return limit;
  }

  boolean canEverFit(Cost cost) {
    return units(cost) <= amount;
  }

  /** How long until the cost fits, nanoseconds; zero when it fits now. */
  long waitNanos(Cost cost, long now) {
    long units = units(cost);
    if (units == 0) {
      return 0;
    }
    forget(now);
    return Math.max(untilRoom(units, now), untilEven(now));
  }

  /** Counts what was used before: in the window, but not against the even rate. */
  void addEarlier(Cost cost, long at, long now) {
    long units = units(cost);
    if (units > 0 && at + windowNanos > now) {
      put(units, at);
    }
  }

  /** Others have left only so much until then. */
  void othersLeave(long amountLeft, long until, long now) {
    forget(now);
    long excess = amount - used - underWay - (long) (amountLeft * UNIT);
    // What is on its way between two clocks is no other user.
    if (excess > Math.max(UNIT, amount / 100.0)) {
      put(excess, until - windowNanos);
    }
  }

  void add(Cost cost, long at) {
    long units = units(cost);
    if (units == 0) {
      return;
    }
    underWay += units;
    if (smoothed) {
      double evenNanos = (double) units / amount * windowNanos;
      paidUpTo = Math.max(paidUpTo, at) + (long) Math.ceil(evenNanos);
    }
  }

  private void put(long units, long at) {
    Slot slot = slots.computeIfAbsent(Math.floorDiv(at, slotNanos), key -> new Slot());
    slot.newest = Math.max(slot.newest, at);
    slot.units += units;
    used += units;
  }

  void answered(Cost cost, long at) {
    long units = units(cost);
    if (units > 0) {
      underWay -= units;
      put(units, at);
    }
  }

  private long untilRoom(long units, long now) {
    long excess = used + underWay + units - amount;
    long wait = 0;
    for (Slot slot : slots.values()) {
      if (excess <= 0) {
        break;
      }
      excess -= slot.units;
      wait = slot.newest + windowNanos - now;
    }
    // Only answers can make room: ask again soon.
    return excess > 0 ? Math.max(wait, ANSWER_NANOS) : wait;
  }

  private long untilEven(long now) {
    return smoothed && paidUpTo != Long.MIN_VALUE ? Math.max(0, paidUpTo - BURST_NANOS - now) : 0;
  }

  private void forget(long now) {
    Map.Entry<Long, Slot> oldest = slots.firstEntry();
    while (oldest != null && oldest.getValue().newest + windowNanos <= now) {
      used -= oldest.getValue().units;
      slots.pollFirstEntry();
      oldest = slots.firstEntry();
    }
  }

  private long units(Cost cost) {
    return (long) Math.ceil(cost.in(limit.dimension()) * UNIT);
  }

  private static final class Slot {
    private long newest = Long.MIN_VALUE;
    private long units;
  }
}
