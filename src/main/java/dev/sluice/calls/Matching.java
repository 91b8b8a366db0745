package dev.sluice.calls;

import dev.sluice.provider.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which of the provider's tasks that nobody knows could be which of our lost creates, by everything
 * that the provider shows of a request: model, link, clip length, time, and, once the task is
 * ready, how long the source is. Pure.
 *
 * <p>A link tells a task for certain. A length does so only while nothing speaks for others on the
 * account: somebody else's video may be as long, and ours never accepted.
 */
final class Matching {
  // Probes differ by a frame or two.
  private static final double SAME_SECONDS = 0.3;
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private final Collection<Lost> lost;
  private final List<Listed> tasks;
  private final boolean othersToo;

  private Matching(Collection<Lost> lost, List<Listed> tasks) {
    this.lost = lost;
    this.tasks = tasks;
    this.othersToo =
        tasks.size() > lost.stream().filter(one -> !candidates(one).isEmpty()).count()
            || tasks.stream().anyMatch(task -> lost.stream().noneMatch(one -> couldBe(one, task)));
  }

  /**
   * A create without an answer, as it was sent.
   *
   * @param workKey the work
   * @param model model asked for; empty when not known
   * @param clipSec fixed clip length asked for; empty when none was, or it is not known
   * @param seconds how long the source is, or the part of it that was asked for; 0 when not known
   * @param whole whether that is all of it; otherwise it is at least as long
   * @param sent its source
   * @param intendedAt when its intent was stored
   * @param longest how long it can have taken from there
   */
  record Lost(
      String workKey,
      String model,
      OptionalDouble clipSec,
      double seconds,
      boolean whole,
      SentSource sent,
      Instant intendedAt,
      Duration longest) {}

  /** What is known of a lost create. */
  sealed interface Found {
    /** No task can be it: it was never accepted. */
    record Nothing() implements Found {}

    /** Only tasks that failed can be it. */
    record GaveUp() implements Found {}

    /** It is this task, and this task is nobody else's. */
    record Exactly(Listed task) implements Found {}

    /** More can be said when the provider has ended its work. */
    record TooEarly() implements Found {}

    /** One or several could be it, and nothing tells which, if any. */
    record Ambiguous(int candidates) implements Found {}
  }

  /**
   * What is known of each lost create, by work key. How long a source is tells tasks apart; alone
   * it does not rule a task out, since two programs may measure it differently.
   *
   * @param lost all that are not decided, also those that are not asked about: they may be what a
   *     task is
   * @param tasks tasks that neither journal nor ledger knows, those that failed too
   */
  static Map<String, Found> match(Collection<Lost> lost, List<Listed> tasks) {
    Matching matching = new Matching(lost, tasks);
    Map<String, Found> found = new HashMap<>();
    Set<Listed> taken = new HashSet<>();
    for (Lost one : lost) {
      matching
          .identified(one)
          .ifPresent(
              task -> {
                found.put(one.workKey(), new Found.Exactly(task));
                taken.add(task);
              });
    }
    for (Lost one : lost) {
      found.computeIfAbsent(
          one.workKey(),
          key ->
              judge(
                  matching.candidates(one).stream()
                      .filter(task -> !taken.contains(task))
                      .toList()));
    }
    return found;
  }

  private List<Listed> candidates(Lost one) {
    return tasks.stream().filter(task -> couldBe(one, task)).toList();
  }

  // Nothing is taken while another that may turn out to be it still runs.
  private Optional<Listed> identified(Lost one) {
    List<Listed> living = candidates(one).stream().filter(task -> !gaveUp(task)).toList();
    List<Listed> same = living.stream().filter(task -> isSurely(one, task)).toList();
    boolean mine =
        same.size() == 1
            && lost.stream().filter(other -> suits(other, same.get(0))).count() == 1
            && living.stream().allMatch(task -> task.ended() || isAnothers(one, task));
    return mine ? Optional.of(same.get(0)) : Optional.empty();
  }

  private boolean isAnothers(Lost one, Listed task) {
    return lost.stream().anyMatch(other -> !other.equals(one) && isSurely(other, task));
  }

  // Lists show how long the whole source is: of a part that says too little.
  private boolean isSurely(Lost one, Listed task) {
    return suits(one, task) && (one.whole() || isLink(one, task));
  }

  private boolean suits(Lost one, Listed task) {
    return couldBe(one, task)
        && (isLink(one, task)
            || (!othersToo && sameLength(one, task) && !speaksAgainst(one, task)));
  }

  private static boolean isLink(Lost one, Listed task) {
    return one.sent().likeness(task.shown().url()) == SentSource.Likeness.SAME;
  }

  private static Found judge(List<Listed> left) {
    List<Listed> living = left.stream().filter(task -> !gaveUp(task)).toList();
    if (living.isEmpty()) {
      return left.isEmpty() ? new Found.Nothing() : new Found.GaveUp();
    }
    return living.stream().allMatch(Listed::ended)
        ? new Found.Ambiguous(living.size())
        : new Found.TooEarly();
  }

  private static boolean gaveUp(Listed task) {
    return task.state() == Listed.State.GAVE_UP;
  }

  private static boolean couldBe(Lost lost, Listed task) {
    Listed.Shown shown = task.shown();
    Instant from = lost.intendedAt().minus(CLOCKS_APART);
    Instant to = lost.intendedAt().plus(lost.longest()).plus(CLOCKS_APART);
    return !task.createdAt().isBefore(from)
        && !task.createdAt().isAfter(to)
        && (shown.model().isEmpty() || lost.model().isEmpty() || shown.model().equals(lost.model()))
        && lost.sent().likeness(shown.url()) != SentSource.Likeness.NO
        && (shown.clipSec().isEmpty()
            || lost.clipSec().isEmpty()
            || near(shown.clipSec().getAsDouble(), lost.clipSec().getAsDouble()))
        && !(speaksAgainst(lost, task) && otherLength(lost, task));
  }

  // What the list shows and we did not send: a provider may fill in what we left open, so it speaks
  // against a task only together with something else.
  private static boolean speaksAgainst(Lost lost, Listed task) {
    Listed.Shown shown = task.shown();
    return lost.sent().likeness(shown.url()) == SentSource.Likeness.UNLIKELY
        || (shown.clipSec().isPresent() && lost.clipSec().isEmpty());
  }

  private static boolean sameLength(Lost lost, Listed task) {
    OptionalDouble shown = task.shown().durationSec();
    return shown.isPresent()
        && (lost.whole()
            ? near(shown.getAsDouble(), lost.seconds())
            : shown.getAsDouble() >= lost.seconds() - SAME_SECONDS);
  }

  private static boolean otherLength(Lost lost, Listed task) {
    return task.shown().durationSec().isPresent() && !sameLength(lost, task);
  }

  private static boolean near(double shown, double ours) {
    return Math.abs(shown - ours) <= SAME_SECONDS;
  }
}
