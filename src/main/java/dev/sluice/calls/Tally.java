package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What happened since spending began, for the person who watches. Thread-safe. */
final class Tally {
  private final Map<FactKind, Long> ended = new EnumMap<>(FactKind.class);
  private long permits;
  private long doubts;
  private long creates;
  private long uploads;
  private long slowDowns;
  private double money;
  private final long began = System.nanoTime();

  /** Time since spending began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  synchronized void granted() {
    permits++;
  }

  /** How many creates have lost their answer and are not decided. */
  synchronized void doubts(long now) {
    doubts = now;
  }

  synchronized void accepted(String operation, double price) {
    if (Works.ASSET.equals(operation)) {
      uploads++;
    } else {
      creates++;
      money += price;
    }
  }

  synchronized void ended(FactKind kind) {
    ended.merge(kind, 1L, Long::sum);
  }

  /**
   * What is certain: attempts of lost tasks may have told of the same work twice, or not at all.
   */
  synchronized void settle(FactKind kind, long count) {
    ended.put(kind, count);
  }

  synchronized void slowedDown() {
    slowDowns++;
  }

  synchronized long permits() {
    return permits;
  }

  synchronized long doubts() {
    return doubts;
  }

  synchronized long creates() {
    return creates;
  }

  synchronized long uploads() {
    return uploads;
  }

  synchronized long slowDowns() {
    return slowDowns;
  }

  /** What was created costs this at most, by the price list. */
  synchronized double money() {
    return money;
  }

  synchronized long of(FactKind kind) {
    return ended.getOrDefault(kind, 0L);
  }
}
