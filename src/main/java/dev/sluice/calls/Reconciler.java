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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out what became of creates whose answer was lost, by difference: the provider's tasks since
 * the intent, without those that the journal knows. Runs on the driver alone; pays nothing.
 *
 * <p>None that could be it: the create was never accepted, and the next generation may be created.
 * Exactly one that matches on everything the provider shows, for exactly one lost create: it is
 * ours. Anything else is held for a person. What is compared is what was sent, as the intent keeps
 * it, not what would be sent today. Analyses are told by the id that they were given; one that is
 * not listed is repeated under the same idempotency key. The list decides, because nobody can say
 * when the repeat leaves: limits, a budget or a crash may hold it back for longer than a provider
 * honours the key. Words have neither a list nor a key: a lost answer costs its fraction of a cent
 * again.
 */
final class Reconciler {
  /** After this long nobody will find out any more. */
  static final Duration HOPELESS = Duration.ofHours(24);

  /** The error code of a generation of which the provider never accepted anything. */
  static final String NEVER_ACCEPTED = "never_accepted";

  private static final String NOT_TOLD = "the provider's list does not say whether it was accepted";
  // Also what others do on the account shows in this time.
  private static final Duration LOOK_BACK = Duration.ofHours(1);
  // Lists reach back seven days: an older create can be missing although it was accepted.
  private static final Duration LISTED_FOR = Duration.ofDays(7);
  static final Duration SURELY_LISTED = LISTED_FOR.minusHours(1);

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
    this.longestCreate = SpendSettings.PERMIT.plus(timeout);
  }

  /**
   * What was found out about one work.
   *
   * @param workKey the work
   * @param state where it stands from now on
   * @param ref the provider's id when it is pending
   * @param ended the fact that ended a generation, if one did
   * @param failures as how many failures of the provider that counts
   * @param held whether it waits for a person
   * @param message for that person; empty when all is well
   */
  record Verdict(
      String workKey,
      WorkState state,
      String ref,
      Optional<FactName> ended,
      int failures,
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
   * A lost create that is to be decided.
   *
   * @param facts writes what is decided
   */
  private record Case(Work work, int generation, Matching.Lost lost, FactWriter facts) {}

  /**
   * Looks into works in doubt.
   *
   * @param doubts works whose doubt is old enough that nothing can still be on its way
   * @param waiting other works in doubt: a task may be theirs
   * @param others intents of lost creates of other jobs
   * @param known gives the provider's ids since an instant that the journal or the ledger knows;
   *     asked after the provider
   * @return one verdict per work that could be decided, an orphan with a message for one that is
   *     held; works that need more time are left out
   */
  List<Verdict> resolve(
      Collection<Book.Doubt> doubts,
      Collection<Book.Doubt> waiting,
      Collection<FactName> others,
      Function<Instant, Set<String>> known)
      throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    List<Case> embeds = new ArrayList<>();
    List<Case> analyses = new ArrayList<>();
    for (Book.Doubt doubt : doubts) {
      Work work = doubt.work();
      FactName name = intent(work.workKey(), doubt.generation());
      if (!journal.has(name)) {
        verdicts.add(open(work, doubt.generation()));
        continue;
      }
      Case one = read(work, name);
      if (Works.ANALYZE.equals(work.operation())) {
        analyses.add(one);
      } else if (Works.EMBED_TEXT.equals(work.operation())) {
        verdicts.add(payAgain(one, "no list shows it; paid again"));
      } else {
        embeds.add(one);
      }
    }
    if (!analyses.isEmpty()) {
      verdicts.addAll(tagged(analyses));
    }
    if (!embeds.isEmpty()) {
      verdicts.addAll(told(embeds, lost(waiting, others), known));
    }
    return verdicts;
  }

  private List<Verdict> tagged(List<Case> analyses) {
    Instant from = earliest(analyses.stream().map(Case::lost).toList()).minus(LOOK_BACK);
    List<Listed> tasks = provider.analyst().createdSince(from);
    List<Verdict> verdicts = new ArrayList<>();
    for (Case one : analyses) {
      String tag = Works.tag(one.work().workKey(), one.generation());
      List<Listed> ours = tasks.stream().filter(task -> task.customId().equals(tag)).toList();
      // A look at one that was given up says why.
      Optional<Listed> best =
          ours.stream()
              .filter(task -> task.state() != Listed.State.GAVE_UP)
              .findFirst()
              .or(() -> ours.stream().findFirst());
      verdicts.add(
          best.map(task -> ours(one, task))
              .orElseGet(() -> isListed(one) ? repeat(one) : unknown(one, NOT_TOLD)));
    }
    return verdicts;
  }

  private Map<String, Matching.Lost> lost(
      Collection<Book.Doubt> waiting, Collection<FactName> others) throws IOException {
    Map<String, Matching.Lost> lost = new LinkedHashMap<>();
    for (FactName name : others) {
      lost.put(name.workKey().value(), lost(name, intentOf(name), Optional.empty()));
    }
    for (Book.Doubt doubt : waiting) {
      Work work = doubt.work();
      FactName name = intent(work.workKey(), doubt.generation());
      lost.put(work.workKey(), lost(name, intentOf(name), Optional.of(work)));
    }
    return lost;
  }

  private List<Verdict> told(
      List<Case> embeds, Map<String, Matching.Lost> lost, Function<Instant, Set<String>> known) {
    embeds.forEach(one -> lost.put(one.lost().workKey(), one.lost()));
    Instant from = earliest(embeds.stream().map(Case::lost).toList()).minus(LOOK_BACK);
    List<Listed> tasks = provider.embedder().createdSince(from);
    Set<String> ours = known.apply(from.minus(LOOK_BACK));
    Map<String, Matching.Found> found =
        Matching.match(
            lost.values(), tasks.stream().filter(task -> !ours.contains(task.ref().id())).toList());
    List<Verdict> verdicts = new ArrayList<>();
    for (Case one : embeds) {
      verdict(one, found.get(one.work().workKey())).ifPresent(verdicts::add);
    }
    return verdicts;
  }

  private Optional<Verdict> verdict(Case one, Matching.Found found) {
    if (found instanceof Matching.Found.Exactly exactly) {
      return Optional.of(ours(one, exactly.task()));
    }
    if (found instanceof Matching.Found.Nothing && isListed(one)) {
      String none = "the provider has no task that could be this one";
      return Optional.of(next(one, NEVER_ACCEPTED, none));
    }
    if (found instanceof Matching.Found.GaveUp && isListed(one)) {
      String likeIt = "its answer was lost, and so was a task like it";
      return Optional.of(next(one, "task_failed", likeIt));
    }
    if (found instanceof Matching.Found.TooEarly && !isHopeless(one)) {
      return Optional.empty();
    }
    return Optional.of(
        unknown(
            one,
            found instanceof Matching.Found.Ambiguous several
                ? "%d tasks of the provider could be this one".formatted(several.candidates())
                : NOT_TOLD));
  }

  private boolean isHopeless(Case one) {
    return one.lost().intendedAt().plus(HOPELESS).isBefore(clock.instant());
  }

  /** Whether lists surely reach back to it. */
  private boolean isListed(Case one) {
    return one.lost().intendedAt().plus(SURELY_LISTED).isAfter(clock.instant());
  }

  private Verdict unknown(Case one, String why) {
    boolean hopeless = isHopeless(one);
    if (hopeless && onUnsure == OnUnsure.PAY) {
      return payAgain(one, "nobody can say whether it was accepted; paid again");
    }
    return new Verdict(
        one.work().workKey(),
        new WorkState.Orphan(one.generation()),
        "",
        Optional.empty(),
        0,
        hopeless ? Held.FOR_GOOD : Held.FOR_NOW,
        why + "; it is held, and nothing is paid for it");
  }

  private static Verdict ours(Case one, Listed task) {
    String ref = one.facts().created(task.ref().id());
    return new Verdict(
        one.work().workKey(),
        new WorkState.Pending(one.generation()),
        ref,
        Optional.empty(),
        0,
        Held.NO,
        "");
  }

  // Under the same generation: a provider that has it after all and knows the key says so.
  private static Verdict repeat(Case one) {
    one.facts().withdraw();
    return open(one.work(), one.generation());
  }

  private static Verdict payAgain(Case one, String why) {
    return next(one, "unsure", why);
  }

  private static Verdict next(Case one, String code, String message) {
    one.facts().failed("", code, message);
    String key = one.work().workKey();
    FactName ended = new FactName(new WorkKey(key), one.generation(), FactKind.FAILED);
    return new Verdict(
        key,
        new WorkState.Open(one.generation() + 1),
        "",
        Optional.of(ended),
        Ledger.failures(code),
        Held.NO,
        "");
  }

  private static Verdict open(Work work, int generation) {
    return new Verdict(
        work.workKey(), new WorkState.Open(generation), "", Optional.empty(), 0, Held.NO, "");
  }

  private static FactName intent(String workKey, int generation) {
    return new FactName(new WorkKey(workKey), generation, FactKind.INTENT);
  }

  private static Instant earliest(List<Matching.Lost> lost) {
    return lost.stream().map(Matching.Lost::intendedAt).min(Instant::compareTo).orElseThrow();
  }

  private Optional<Fact> intentOf(FactName name) throws IOException {
    return journal.get(name).flatMap(FactJson::read);
  }

  private Case read(Work work, FactName name) throws IOException {
    Optional<Fact> intent = intentOf(name);
    return new Case(
        work, name.generation(), lost(name, intent, Optional.of(work)), writer(name, work, intent));
  }

  // A torn intent does not even say when, and none says of itself whether it is about a part.
  private Matching.Lost lost(FactName name, Optional<Fact> intent, Optional<Work> work) {
    Optional<Work> embed = work.filter(one -> Works.EMBED.equals(one.operation()));
    return new Matching.Lost(
        name.workKey().value(),
        intent.map(fact -> fact.header().model()).orElse(""),
        embed.map(Works::clipSeconds).orElse(OptionalDouble.empty()),
        intent
            .map(fact -> fact.answer().mediaMinutes() * 60)
            .filter(s -> s > 0)
            .or(() -> work.map(one -> one.mediaMinutes() * 60))
            .orElse(0.0),
        embed.isPresent() && Works.embedRequest(embed.get()).span().isEmpty(),
        new SentSource(intent.map(fact -> fact.header().source()).orElse("")),
        intent.map(Fact::at).orElse(clock.instant().minus(LISTED_FOR)),
        intent.isPresent() ? longestCreate : LISTED_FOR);
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
