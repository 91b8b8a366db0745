package dev.sluice.emulator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Limits per operation, each over its own sliding window. Thread-safe. */
final class Limiter {
  private final Map<Operation, List<Window>> windows = new EnumMap<>(Operation.class);
  private final Clock clock;

  Limiter(Map<Operation, List<Limit>> limits, Clock clock) {
    this.clock = clock;
    limits.forEach(
        (operation, its) -> windows.put(operation, its.stream().map(Window::new).toList()));
  }

  /**
   * How an operation stands against its limits of one measure.
   *
   * @param granted whether what was asked for may pass
   * @param limit the limit with the least room
   * @param left how much more may pass now, 0 or more
   * @param reset when that limit has room again
   */
  record Standing(boolean granted, Limit limit, double left, Instant reset) {}

  /** Asks for an amount, and takes it when all limits of the measure have room. */
  synchronized List<Standing> ask(Operation operation, Limit.Measure measure, double amount) {
    Instant now = clock.instant();
    List<Window> asked =
        windows.getOrDefault(operation, List.of()).stream()
            .filter(window -> window.limit.measure() == measure)
            .toList();
    boolean pass = true;
    for (Window window : asked) {
      window.slide(now);
      pass &= window.hasRoom(amount);
    }
    List<Standing> standings = new ArrayList<>();
    for (Window window : asked) {
      boolean room = window.hasRoom(amount);
      if (pass) {
        window.take(now, amount);
      }
      standings.add(window.standing(room, room ? 0 : amount, now));
    }
    return standings;
  }

  /** Counts what passed before this server started. */
  synchronized void recall(Operation operation, Instant at, double minutes) {
    for (Window window : windows.getOrDefault(operation, List.of())) {
      window.take(at, window.limit.measure() == Limit.Measure.REQUESTS ? 1 : minutes);
      window.slide(at);
    }
  }

  /** What passed in the window of one limit. */
  private static final class Window {
    private final Limit limit;
    private final Deque<Grant> grants = new ArrayDeque<>();
    private double taken;

    private record Grant(Instant at, double amount) {}

    Window(Limit limit) {
      this.limit = limit;
    }

    void slide(Instant now) {
      Instant from = now.minus(limit.window());
      while (!grants.isEmpty() && !grants.peekFirst().at().isAfter(from)) {
        taken -= grants.removeFirst().amount();
      }
      taken = grants.isEmpty() ? 0 : taken;
    }

    /** A single amount above the whole limit passes when nothing else did. */
    boolean hasRoom(double amount) {
      return grants.isEmpty() || taken + amount <= limit.amount() + 1e-9;
    }

    void take(Instant now, double amount) {
      if (amount > 0) {
        grants.addLast(new Grant(now, amount));
        taken += amount;
      }
    }

    Standing standing(boolean room, double wanted, Instant now) {
      double left = Math.max(0, limit.amount() - taken);
      double over = taken + wanted - limit.amount();
      Instant reset = grants.isEmpty() ? now : grants.peekFirst().at().plus(limit.window());
      for (Grant grant : grants) {
        reset = grant.at().plus(limit.window());
        over -= grant.amount();
        if (over <= 1e-9) {
          break;
        }
      }
      return new Standing(room, limit, left, reset);
    }
  }
}
