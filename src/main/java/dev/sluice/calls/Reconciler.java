package dev.sluice.calls;

import dev.sluice.provider.Listed;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out what became of creates whose answer was lost, by difference: the provider's tasks since
 * the intent, without those that the journal knows. Runs on the driver alone; pays nothing.
 *
 * <p>None that could be it: the create was never accepted, and the next generation may be created.
 * Exactly one that matches on everything the provider shows, for exactly one lost create: it is
 * ours. Anything else is held for a person. Analyses need none of this: their create is repeated
 * with the same idempotency key. Words have neither a list nor a key: a lost answer costs its
 * fraction of a cent again.
 */
final class Reconciler {
  /** After this long nobody will find out any more. */
  static final Duration HOPELESS = Duration.ofHours(24);

  /** The error code of a generation of which the provider never accepted anything. */
  static final String NEVER_ACCEPTED = "never_accepted";

  private static final Duration LONGEST_PERMIT = Duration.ofSeconds(10);
  private static final Duration CLOCKS_APART = Duration.ofMinutes(15);
  private static final Duration TORN_INTENT_AGE = Duration.ofDays(7);

  private final Journal journal;
  private final VideoProvider provider;
  private final Clock clock;
  private final OnUnsure onUnsure;
  private final Duration longestCreate;

  /**
   * A reconciler.
   *
   * @param timeout longest time for one create, answer included
   */
  Reconciler(
      Journal journal, VideoProvider provider, Clock clock, OnUnsure onUnsure, Duration timeout) {
    this.journal = journal;
    this.provider = provider;
    this.clock = clock;
    this.onUnsure = onUnsure;
    this.longestCreate = LONGEST_PERMIT.plus(timeout);
  }

  /**
   * What was found out about one work.
   *
   * @param workKey the work
   * @param state where it stands from now on
   * @param ref the provider's id when it is pending
   * @param ended the fact that ended a generation, if one did
   * @param held whether it waits for a person
   * @param message for that person; empty when all is well
   */
  record Verdict(
      String workKey,
      WorkState state,
      String ref,
      Optional<FactName> ended,
      Held held,
      String message) {}

  /** Whether a work waits for a person. */
  enum Held {
    NO,
    /** The next run looks again. */
    FOR_NOW,
    /** Nobody will find out any more. */
    FOR_GOOD
  }

  /**
   * Looks into works in doubt.
   *
   * @param doubts works whose doubt is old enough that nothing can still be on its way
   * @param known gives the provider's ids since an instant that the journal or the ledger knows
   * @return one verdict per work that could be decided, an orphan with a message for one that is
   *     held; works that need more time are left out
   */
  List<Verdict> resolve(Collection<Book.Doubt> doubts, Function<Instant, Set<String>> known)
      throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    List<Matching.Lost> lost = new ArrayList<>();
    Map<String, FactWriter> writers = new HashMap<>();
    Map<String, Integer> generations = new HashMap<>();
    for (Book.Doubt doubt : doubts) {
      Work work = doubt.work();
      FactName name =
          new FactName(new WorkKey(work.workKey()), doubt.generation(), FactKind.INTENT);
      if (Works.ANALYZE.equals(work.operation()) || !journal.has(name)) {
        // Repeating it under the same generation is safe: the provider knows the key.
        journal.withdrawIntent(name);
        verdicts.add(open(work, doubt.generation()));
        continue;
      }
      Optional<Fact> intent = journal.get(name).flatMap(FactJson::read);
      if (Works.EMBED_TEXT.equals(work.operation())) {
        writer(name, work, intent).failed("", "unsure", "no list shows it; paid again");
        verdicts.add(next(work, doubt.generation()));
        continue;
      }
      Instant at = intent.map(Fact::at).orElse(clock.instant().minus(TORN_INTENT_AGE));
      Duration longest = intent.isPresent() ? longestCreate : TORN_INTENT_AGE;
      lost.add(new Matching.Lost(work, at, longest));
      writers.put(work.workKey(), writer(name, work, intent));
      generations.put(work.workKey(), doubt.generation());
    }
    if (!lost.isEmpty()) {
      Instant from =
          lost.stream()
              .map(Matching.Lost::intendedAt)
              .min(Instant::compareTo)
              .orElseThrow()
              .minus(CLOCKS_APART);
      Set<String> ours = known.apply(from);
      // Were ours one that failed, or never accepted: either way the next generation is right.
      List<Listed> strangers =
          provider.embedder().createdSince(from).stream()
              .filter(task -> !ours.contains(task.ref().id()))
              .filter(task -> !task.status().equals("failed"))
              .toList();
      Map<String, Matching.Found> found = Matching.match(lost, strangers);
      for (Matching.Lost one : lost) {
        String key = one.work().workKey();
        verdict(one, found.get(key), generations.get(key), writers.get(key))
            .ifPresent(verdicts::add);
      }
    }
    return verdicts;
  }

  private Optional<Verdict> verdict(
      Matching.Lost lost, Matching.Found found, int generation, FactWriter facts) {
    String key = lost.work().workKey();
    if (found instanceof Matching.Found.Nothing) {
      facts.failed("", NEVER_ACCEPTED, "the provider has no task that could be this one");
      return Optional.of(next(lost.work(), generation));
    }
    if (found instanceof Matching.Found.Exactly exactly) {
      String ref = facts.created(exactly.task().ref().id());
      return Optional.of(
          new Verdict(key, new WorkState.Pending(generation), ref, Optional.empty(), Held.NO, ""));
    }
    if (found instanceof Matching.Found.TooEarly) {
      return Optional.empty();
    }
    boolean hopeless = lost.intendedAt().plus(HOPELESS).isBefore(clock.instant());
    if (hopeless && onUnsure == OnUnsure.PAY) {
      facts.failed("", "unsure", "nobody can say which of several tasks this is; paid again");
      return Optional.of(next(lost.work(), generation));
    }
    return Optional.of(
        new Verdict(
            key,
            new WorkState.Orphan(generation),
            "",
            Optional.empty(),
            hopeless ? Held.FOR_GOOD : Held.FOR_NOW,
            "%d tasks of the provider could be this one; it is held, and nothing is paid for it"
                .formatted(((Matching.Found.Ambiguous) found).candidates())));
  }

  private static Verdict next(Work work, int generation) {
    FactName ended = new FactName(new WorkKey(work.workKey()), generation, FactKind.FAILED);
    return new Verdict(
        work.workKey(), new WorkState.Open(generation + 1), "", Optional.of(ended), Held.NO, "");
  }

  private static Verdict open(Work work, int generation) {
    return new Verdict(
        work.workKey(), new WorkState.Open(generation), "", Optional.empty(), Held.NO, "");
  }

  private FactWriter writer(FactName name, Work work, Optional<Fact> intent) {
    Fact.Header header =
        intent
            .map(Fact::header)
            .orElse(
                new Fact.Header(
                    work.operation(),
                    provider.namespace(),
                    work.model(),
                    work.contentId(),
                    "",
                    "driver",
                    clock.instant(),
                    1));
    return new FactWriter(
        journal,
        clock,
        name,
        header,
        Fact.Answer.atMost(work.mediaMinutes(), work.outputTokens()),
        fact -> {});
  }
}
