package dev.sluice.emulator;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The script of things that will go wrong, per operation, in order. Thread-safe. */
public final class Faults {
  private final Map<Operation, Queue<Fault>> script = new EnumMap<>(Operation.class);

  Faults() {}

  /**
   * Makes the next creates of an operation go wrong, after those scripted before.
   *
   * @param operation which creates
   * @param fault how
   * @param times how many, 1 or more
   */
  public synchronized void next(Operation operation, Fault fault, int times) {
    Queue<Fault> queue = script.computeIfAbsent(operation, key -> new ArrayDeque<>());
    for (int i = 0; i < times; i++) {
      queue.add(fault);
    }
  }

  /** Forgets what has not gone wrong yet. */
  public synchronized void clear() {
    script.clear();
  }

  synchronized Optional<Fault> take(Operation operation) {
    Queue<Fault> queue = script.get(operation);
    return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
  }
}
