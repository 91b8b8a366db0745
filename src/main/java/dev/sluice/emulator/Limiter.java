package dev.sluice.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Requests per minute and operation, over the last sixty seconds. Thread-safe. */
final class Limiter {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Map<Operation, Integer> limits;
  private final Clock clock;
  private final Map<Operation, Deque<Instant>> granted = new EnumMap<>(Operation.class);

  Limiter(Map<Operation, Integer> limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * How a request stands against its limit.
   *
   * @param granted whether it may pass
   * @param remaining how many more may pass now; -1 without a limit
   * @param reset when the window has room again
   */
  record Standing(boolean granted, int remaining, Instant reset) {}

  synchronized Standing ask(Operation operation) {
    Instant now = clock.instant();
    Integer limit = limits.get(operation);
    if (limit == null) {
      return new Standing(true, -1, now);
    }
    Deque<Instant> window = granted.computeIfAbsent(operation, key -> new ArrayDeque<>());
    while (!window.isEmpty() && !window.peekFirst().isAfter(now.minus(WINDOW))) {
      window.removeFirst();
    }
    boolean pass = window.size() < limit;
    if (pass) {
      window.addLast(now);
    }
    return new Standing(pass, limit - window.size(), window.peekFirst().plus(WINDOW));
  }
}
