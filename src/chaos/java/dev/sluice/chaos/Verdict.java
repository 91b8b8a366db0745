package dev.sluice.chaos;

import dev.sluice.chaos.Kept.Generation;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.tables.CallRow;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the emulator's log of creates against the journal and the tables. Pure.
 *
 * <p>Every accepted create must belong to one generation of one work, and no generation may have
 * two. A generation above 1 is right only where the one before failed at the emulator, or was never
 * accepted there. Every work must be done, and journal and tables must say the same.
 */
final class Verdict {
  private static final String EMBED = "embed";
  private static final String NEVER_ACCEPTED = "never_accepted";

  private final Corpus corpus;
  private final Chaos.Seen seen;
  private final Kept kept;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Generation> byId = new HashMap<>();
  private final Map<Generation, List<Emulator.Create>> accepted = new LinkedHashMap<>();
  private final Map<Generation, Map<FactKind, Fact>> facts = new LinkedHashMap<>();
  private int inWindow;

  private Verdict(Corpus corpus, Chaos.Seen seen, Kept kept) {
    this.corpus = corpus;
    this.seen = seen;
    this.kept = kept;
  }

  /**
   * What came out.
   *
   * @param problems what must not be
   * @param accepted creates accepted, by operation
   * @param replayed repeats that an idempotency key made harmless
   * @param failedTasks generations that the emulator gave up
   * @param neverAccepted generations whose create never reached it
   * @param inWindow works that were paid twice in the documented window
   */
  record Result(
      List<String> problems,
      Map<String, Long> accepted,
      long replayed,
      long failedTasks,
      long neverAccepted,
      int inWindow) {}

  static Result of(Corpus corpus, Chaos.Seen seen, Kept kept) {
    return new Verdict(corpus, seen, kept).result();
  }

  private Result result() {
    problems.addAll(seen.problems());
    kept.torn().forEach(file -> problems.add("a torn fact was left: " + file));
    kept.quarantined()
        .forEach(row -> problems.add("given up: %s, %s".formatted(row.reason(), row.detail())));
    kept.facts().forEach(this::index);
    seen.creates().stream()
        .filter(create -> create.outcome().equals("accepted"))
        .forEach(this::attribute);
    accepted.forEach(
        (generation, creates) -> {
          if (creates.size() > 1) {
            problems.add("%s was created %d times".formatted(generation, creates.size()));
          }
        });
    generations();
    everyVideoIsDone();
    tablesSayTheSame();
    return new Result(
        problems,
        count(),
        seen.creates().stream().filter(create -> create.outcome().equals("replayed")).count(),
        seen.failed().size(),
        kept.facts().stream().filter(Verdict::neverAccepted).count(),
        inWindow);
  }

  private void index(Fact fact) {
    Generation generation = Generation.of(fact.name());
    facts.computeIfAbsent(generation, g -> new HashMap<>()).put(fact.name().kind(), fact);
    if (!fact.ref().isEmpty()) {
      Generation other = byId.putIfAbsent(fact.ref(), generation);
      if (other != null && !other.equals(generation)) {
        problems.add("task %s is claimed by %s and by %s".formatted(fact.ref(), other, generation));
      }
    }
  }

  private void attribute(Emulator.Create create) {
    Generation generation = byId.get(create.id());
    if (generation == null) {
      boolean givenUpTooEarly =
          kept.facts().stream()
              .filter(Verdict::neverAccepted)
              .anyMatch(fact -> create.source().equals(corpus.linkOf(fact.header().contentId())));
      if (givenUpTooEarly && seen.failed().contains(create.id())) {
        // The emulator accepted and failed it: nobody could have used it.
        return;
      }
      if (givenUpTooEarly) {
        inWindow++;
      }
      problems.add(
          "paid and lost: create %d of %s%s"
              .formatted(
                  create.n(),
                  create.source(),
                  givenUpTooEarly ? ", whose generation was declared never accepted" : ""));
      return;
    }
    accepted.computeIfAbsent(generation, g -> new ArrayList<>()).add(create);
    Fact any = facts.get(generation).values().iterator().next();
    if (!create.source().equals(corpus.linkOf(any.header().contentId()))) {
      problems.add("%s took over the task of %s".formatted(generation, create.source()));
    }
    if (!create.tag().isEmpty() && !create.tag().equals(tag(generation))) {
      problems.add("%s took over the task tagged %s".formatted(generation, create.tag()));
    }
  }

  private void generations() {
    Map<String, TreeMap<Integer, Map<FactKind, Fact>>> works = new LinkedHashMap<>();
    facts.forEach(
        (generation, of) ->
            works
                .computeIfAbsent(generation.workKey(), key -> new TreeMap<>())
                .put(generation.number(), of));
    works.forEach(
        (work, numbers) -> {
          int last = numbers.lastKey();
          if (!numbers.get(last).containsKey(FactKind.DONE)) {
            problems.add("not done: " + new Generation(work, last) + numbers.get(last).keySet());
          }
          numbers.headMap(last).forEach((number, of) -> mayBeFollowed(work, number, of));
          for (int number = 1; number < last; number++) {
            if (!numbers.containsKey(number)) {
              problems.add("nothing is known of " + new Generation(work, number));
            }
          }
        });
  }

  private void mayBeFollowed(String work, int number, Map<FactKind, Fact> of) {
    Generation generation = new Generation(work, number);
    Fact failed = of.get(FactKind.FAILED);
    if (failed == null) {
      problems.add(generation + " was followed by another without having failed");
    } else if (neverAccepted(failed)) {
      if (accepted.containsKey(generation)) {
        problems.add(generation + " was declared never accepted and had been");
      }
    } else if (!seen.failed().contains(failed.ref())) {
      problems.add(
          "%s was given up as %s, and the emulator had not failed it"
              .formatted(generation, failed.answer().code()));
    }
  }

  private void everyVideoIsDone() {
    Map<String, Set<String>> works = new HashMap<>();
    for (Fact fact : kept.facts()) {
      if (fact.name().kind() == FactKind.DONE && fact.header().operation().equals(EMBED)) {
        works
            .computeIfAbsent(fact.header().contentId(), id -> new HashSet<>())
            .add(fact.name().workKey().value());
      }
    }
    for (int i = 0; i < corpus.size(); i++) {
      String content = corpus.content(i);
      int done = works.getOrDefault(content, Set.of()).size();
      long vectors = kept.embedded().stream().filter(content::equals).count();
      if (done != 1 || vectors != 1) {
        problems.add("video %d: %d works done, %d vectors".formatted(i, done, vectors));
      }
    }
  }

  private void tablesSayTheSame() {
    Map<Generation, CallRow> rows = new HashMap<>();
    for (CallRow row : kept.calls()) {
      Generation generation = new Generation(row.workKey(), row.generation());
      if (rows.put(generation, row) != null) {
        problems.add("two rows in calls: " + generation);
      }
    }
    Set<Generation> answers = new HashSet<>();
    for (Generation generation : kept.responses()) {
      if (!answers.add(generation)) {
        problems.add("two rows in responses: " + generation);
      }
    }
    for (Fact fact : kept.facts()) {
      if (!fact.name().kind().terminal()) {
        continue;
      }
      Generation generation = Generation.of(fact.name());
      CallRow row = rows.remove(generation);
      String ref = row == null || row.providerRef() == null ? "" : row.providerRef();
      if (row == null
          || !row.outcome().equals(fact.name().kind().key())
          || !ref.equals(fact.ref())) {
        problems.add("%s is %s, and calls say %s".formatted(generation, fact.name().kind(), row));
      }
      boolean done = fact.name().kind() == FactKind.DONE;
      if (done != answers.remove(generation)) {
        problems.add("%s is %s, and responses differ".formatted(generation, fact.name().kind()));
      }
    }
    rows.keySet().forEach(generation -> problems.add("only calls know " + generation));
    answers.forEach(generation -> problems.add("only responses know " + generation));
  }

  private Map<String, Long> count() {
    Map<String, Long> counts = new TreeMap<>();
    for (Emulator.Create create : seen.creates()) {
      if (create.outcome().equals("accepted")) {
        counts.merge(create.operation(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static boolean neverAccepted(Fact fact) {
    return fact.name().kind() == FactKind.FAILED && fact.answer().code().equals(NEVER_ACCEPTED);
  }

  private static String tag(Generation generation) {
    byte[] key = HexFormat.of().parseHex(generation.workKey());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "-" + generation.number();
  }
}
