package dev.sluice.calls;

import dev.sluice.provider.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which of the provider's tasks that nobody knows could be which of our lost creates, by everything
 * that the provider shows of a request: model, link, clip length, time, and, once the task is
 * ready, how long the source is. Pure.
 */
final class Matching {
  // Probes differ by a frame or two.
  private static final double SAME_SECONDS = 0.3;
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private Matching() {}

  /**
   * A create without an answer.
   *
   * @param work what was asked
   * @param intendedAt when its intent was stored
   * @param longest how long it can have taken from there
   */
  record Lost(Work work, Instant intendedAt, Duration longest) {}

  /** What is known of a lost create. */
  sealed interface Found {
    /** No task can be it: it was never accepted. */
    record Nothing() implements Found {}

    /** It is this task, and this task is nobody else's. */
    record Exactly(Listed task) implements Found {}

    /** More can be said when the provider has ended its work. */
    record TooEarly() implements Found {}

    /** One or several could be it, and nothing tells which, if any. */
    record Ambiguous(int candidates) implements Found {}
  }

  /**
   * What is known of each lost create, by work key. How long a source is tells tasks apart; alone
   * it neither rules a task out nor makes it ours, since two programs may measure it differently.
   */
  static Map<String, Found> match(List<Lost> lost, List<Listed> strangers) {
    Map<Lost, List<Listed>> candidates = new LinkedHashMap<>();
    for (Lost one : lost) {
      candidates.put(one, strangers.stream().filter(task -> couldBe(one, task)).toList());
    }
    Map<String, Found> found = new HashMap<>();
    Set<Listed> taken = new HashSet<>();
    candidates.forEach(
        (one, tasks) -> {
          List<Listed> same = tasks.stream().filter(task -> sameLength(one, task)).toList();
          if (same.size() == 1
              && lost.stream()
                      .filter(
                          other -> couldBe(other, same.get(0)) && sameLength(other, same.get(0)))
                      .count()
                  == 1) {
            found.put(one.work().workKey(), new Found.Exactly(same.get(0)));
            taken.add(same.get(0));
          }
        });
    candidates.forEach(
        (one, tasks) -> {
          List<Listed> left = tasks.stream().filter(task -> !taken.contains(task)).toList();
          found.computeIfAbsent(one.work().workKey(), key -> judge(left));
        });
    return found;
  }

  private static Found judge(List<Listed> left) {
    if (left.isEmpty()) {
      return new Found.Nothing();
    }
    return left.stream().allMatch(Listed::ended)
        ? new Found.Ambiguous(left.size())
        : new Found.TooEarly();
  }

  private static boolean sameLength(Lost lost, Listed task) {
    return task.shown().durationSec().isPresent()
        && near(task.shown().durationSec(), OptionalDouble.of(lost.work().mediaMinutes() * 60));
  }

  private static boolean couldBe(Lost lost, Listed task) {
    Work work = lost.work();
    Listed.Shown shown = task.shown();
    Instant from = lost.intendedAt().minus(CLOCKS_APART);
    Instant to = lost.intendedAt().plus(lost.longest()).plus(CLOCKS_APART);
    return !task.createdAt().isBefore(from)
        && !task.createdAt().isAfter(to)
        && (shown.model().isEmpty() || shown.model().equals(work.model()))
        && (shown.url().isEmpty() || SourceChoice.couldLead(shown.url(), work.sourceUri()))
        && (shown.clipSec().isEmpty() || near(shown.clipSec(), Works.clipSeconds(work)));
  }

  private static boolean near(OptionalDouble shown, OptionalDouble ours) {
    return ours.isPresent() && Math.abs(shown.getAsDouble() - ours.getAsDouble()) <= SAME_SECONDS;
  }
}
