package dev.sluice.calls;

import dev.sluice.media.Links;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The works that the driver has in hand, and where each stands. It holds unfinished works only, and
 * hands over those without their file, so that its size does not grow with what was done. Pure;
 * used by one thread.
 */
final class Book {
  /** A pending work older than this is not looked for in lists any more. */
  static final Duration POLL_BUDGET = Duration.ofMinutes(15);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

  /** What stood in the way of a create is given this long to pass. */
  private static final Duration LATER = Duration.ofSeconds(30);

  /** A work that was put off this often in a row makes room for others. */
  private static final int OFTEN = 3;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private List<Stuck> unread = new ArrayList<>();
  private final Map<FactKind, Long> ended = new EnumMap<>(FactKind.class);

  /** A work and where it stands. */
  private static final class Entry {
    private final Work work;
    private WorkState state;
    private String ref;
    private Instant createdAt;
    private long since;
    private long lookedAt = Long.MIN_VALUE;
    private int failures;
    private int putOff;
    private long openFrom = Long.MIN_VALUE;
    private boolean inVain;
    private String held = "";
    private boolean unsure;
    private Optional<String> earlierRun = Optional.empty();
    private PastUpload upload = PastUpload.NONE;

    private Entry(Work work) {
      this.work = work;
    }

    private void stands(WorkState now) {
      state = now;
      // Whatever is sent from here on, this run sends.
      earlierRun = now instanceof WorkState.Open ? Optional.empty() : earlierRun;
    }

    private boolean isNotFetched() {
      return state instanceof WorkState.Pending && !held.isEmpty();
    }

    private boolean isPending() {
      return state instanceof WorkState.Pending && held.isEmpty();
    }
  }

  /**
   * A work that waits for a person.
   *
   * @param operation what was to be done
   * @param workKey the work
   * @param source its source, as it may be shown
   * @param reason code, for quarantine
   * @param why what stands in the way
   */
  record Stuck(String operation, String workKey, String source, String reason, String why) {
    static Stuck of(Work work, String reason, String why) {
      return new Stuck(
          work.operation(), work.workKey(), Links.shown(work.sourceUri()), reason, why);
    }
  }

  /**
   * A work in doubt.
   *
   * @param work the work
   * @param generation the generation in doubt
   * @param ageNanos how long the driver has known of the doubt
   */
  record Doubt(Work work, int generation, long ageNanos) {}

  /**
   * Takes a work in hand.
   *
   * @param ref the provider's id when it is pending
   * @param createdAt when it was created, when it is pending
   * @param failures how often the provider gave it up before
   * @param now monotonic nanoseconds
   */
  void add(Work work, WorkState state, String ref, Instant createdAt, int failures, long now) {
    Entry entry = new Entry(work);
    entry.failures = failures;
    entry.state = state;
    entry.ref = ref;
    entry.createdAt = createdAt;
    entry.since = now;
    entries.put(work.workKey(), entry);
  }

  /** Remembers which earlier run asked for a work in hand. */
  void begun(String workKey, String runId) {
    entries.get(workKey).earlierRun = Optional.of(runId);
  }

  /** Remembers the last upload of the content of a work in hand. */
  void uploaded(String workKey, PastUpload upload) {
    entries.get(workKey).upload = upload;
  }

  /**
   * Writes down what a task moved.
   *
   * @param began when the round began: what it created is no older
   * @param now monotonic nanoseconds
   * @return whether the work came further: the provider has it, or more of its source; or it has
   *     ended
   */
  boolean apply(CallResult result, Instant began, long now) {
    Entry entry = entries.get(result.workKey());
    if (entry == null || result.generation() < generation(entry.state)) {
      return false;
    }
    Optional<FactName> fact = result.fact();
    if (fact.isPresent()) {
      end(entry, fact.get(), now);
      return true;
    }
    if (result.end().equals(CallResult.UNREAD)) {
      entries.remove(result.workKey());
      unread.add(Stuck.of(entry.work, Broken.UNREAD, result.note()));
      return false;
    }
    entry.lookedAt = now;
    boolean later = result.end().equals(CallResult.LATER);
    entry.openFrom = later ? now + LATER.toNanos() : now;
    entry.putOff = later ? entry.putOff + 1 : 0;
    WorkState before = entry.state;
    WorkState after =
        switch (result.end()) {
          case CallResult.PENDING, CallResult.HELD -> new WorkState.Pending(result.generation());
          case CallResult.DOUBT -> new WorkState.Orphan(result.generation());
          default -> new WorkState.Open(result.generation());
        };
    entry.ref = result.ref();
    if (!after.equals(before)) {
      entry.stands(after);
      entry.since = now;
      entry.createdAt = began;
      entry.held = "";
      entry.unsure = false;
    }
    if (result.end().equals(CallResult.HELD)) {
      entry.held = result.note();
      entry.inVain = true;
    }
    return result.end().equals(CallResult.SENDING)
        || (!after.equals(before) && after instanceof WorkState.Pending);
  }

  /**
   * Writes down where the facts of a work say it stands, whatever was thought before.
   *
   * @param failures how often the provider gave it up, as far as these facts say
   * @return whether the work came further: the provider has it, or it has ended
   */
  boolean correct(
      String workKey, WorkState state, String ref, Instant createdAt, int failures, long now) {
    Entry entry = entries.get(workKey);
    if (entry == null || entry.state.equals(state)) {
      return false;
    }
    entry.failures = Math.max(entry.failures, failures);
    if (state instanceof WorkState.Finished finished) {
      finish(entry, finished.kind());
      return true;
    }
    if (state instanceof WorkState.Open && entry.failures >= WorkState.MOST_FAILURES) {
      finish(entry, FactKind.FAILED);
      return true;
    }
    entry.stands(state);
    entry.ref = ref;
    // Names tell when nothing else was created; a budget counts it from when it was taken in hand.
    entry.createdAt = state instanceof WorkState.Pending ? createdAt : entry.createdAt;
    entry.since = now;
    entry.held = "";
    entry.unsure = false;
    return state instanceof WorkState.Pending;
  }

  /** How often the provider gave up a work that is in hand. */
  int failures(String workKey) {
    return entries.get(workKey).failures;
  }

  /**
   * Lets go of works that were put off again and again, for others to take their place; the next
   * run finds them open. Returns how many.
   */
  int letGo() {
    int before = entries.size();
    entries.values().removeIf(e -> e.state instanceof WorkState.Open && e.putOff >= OFTEN);
    return before - entries.size();
  }

  /** Nobody can say what became of it: it waits for a person, not for this run. */
  void hold(String workKey, String why) {
    entries.get(workKey).held = why;
  }

  /** It was fetched in vain by an earlier run: when the provider gives it up, that is the end. */
  void inVain(String workKey) {
    entries.get(workKey).inVain = true;
  }

  /** Nobody will find out any more what became of it. */
  void giveUp(String workKey, String why) {
    hold(workKey, why);
    entries.get(workKey).unsure = true;
  }

  /**
   * What can be fetched, oldest first: what the lists say has ended, and now and then what they
   * lack: it is too old, or a repeated create was answered with a task from long before.
   *
   * @param isMissing whether lists were read and lack it
   */
  List<CallRequest> ready(
      Predicate<String> hasEnded, Predicate<String> isMissing, Instant clock, long now) {
    List<Entry> ready = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.isPending()
          && (hasEnded.test(entry.ref) || overdue(entry, isMissing, clock, now))) {
        ready.add(entry);
      }
    }
    ready.sort(Comparator.comparing(entry -> entry.createdAt));
    return ready.stream().map(Book::request).toList();
  }

  /** The next works to create, at most so many. */
  List<CallRequest> creates(int most, long now) {
    return entries.values().stream()
        .filter(entry -> entry.state instanceof WorkState.Open && now >= entry.openFrom)
        .limit(most)
        .map(Book::request)
        .toList();
  }

  /** Works in doubt that are not held. */
  List<Doubt> doubts(long now) {
    return orphans(now).stream()
        .filter(doubt -> entries.get(doubt.work().workKey()).held.isEmpty())
        .toList();
  }

  /** All works in doubt, also those that are held. */
  List<Doubt> orphans(long now) {
    return entries.values().stream()
        .filter(entry -> entry.state instanceof WorkState.Orphan)
        .map(entry -> new Doubt(entry.work, generation(entry.state), now - entry.since))
        .toList();
  }

  /** Works that wait for a person. */
  List<Stuck> stuck() {
    List<Stuck> stuck = new ArrayList<>(unread);
    for (Entry entry : entries.values()) {
      if (entry.unsure) {
        stuck.add(Stuck.of(entry.work, Broken.UNSURE, entry.held));
      } else if (entry.isNotFetched()) {
        stuck.add(Stuck.of(entry.work, Broken.NOT_FETCHED, entry.held));
      }
    }
    return stuck;
  }

  /**
   * Hands over works without their file once there are many of them.
   *
   * @param many how many are kept; none are handed over before
   */
  List<Stuck> takeUnread(int many) {
    if (unread.size() < many) {
      return List.of();
    }
    List<Stuck> taken = unread;
    unread = new ArrayList<>();
    return taken;
  }

  /** Works of which nobody will find out any more what became. */
  int unsure() {
    return (int) entries.values().stream().filter(e -> e.unsure).count();
  }

  /** Works of which nobody knows yet what became, and works whose answers cannot be had. */
  int held() {
    return (int)
        entries.values().stream()
            .filter(e -> (e.state instanceof WorkState.Orphan && !e.unsure) || e.isNotFetched())
            .count();
  }

  /** Works to fetch, now or later. */
  int pending() {
    return (int) entries.values().stream().filter(Entry::isPending).count();
  }

  /** When the oldest pending work was created that lists are asked about; empty for none. */
  Optional<Instant> oldestPending(Instant clock) {
    return entries.values().stream()
        .filter(Entry::isPending)
        .map(entry -> entry.createdAt)
        .filter(at -> at.isAfter(clock.minus(POLL_BUDGET)))
        .min(Comparator.naturalOrder());
  }

  /** Works to fetch that were created before then. */
  long pendingBefore(Instant at) {
    return entries.values().stream()
        .filter(entry -> entry.isPending() && entry.createdAt.isBefore(at))
        .count();
  }

  /** The provider's ids of what is pending. */
  List<String> pendingRefs() {
    return entries.values().stream()
        .filter(entry -> entry.state instanceof WorkState.Pending)
        .map(entry -> entry.ref)
        .toList();
  }

  /**
   * Hands back what is under way, for whoever takes it in hand next.
   *
   * @param runId this run
   */
  void handBack(UnderWay underWay, String runId) {
    entries.forEach(
        (key, entry) -> {
          if (!(entry.state instanceof WorkState.Open)) {
            underWay.put(
                key,
                new UnderWay.Started(
                    entry.state,
                    entry.ref,
                    entry.createdAt,
                    entry.earlierRun.orElse(runId),
                    entry.work.operation(),
                    entry.work.mediaMinutes(),
                    entry.work.outputTokens()));
          }
        });
  }

  /** How many works of this state are in hand. */
  int count(Class<? extends WorkState> state) {
    int count = 0;
    for (Entry entry : entries.values()) {
      count += state.isInstance(entry.state) ? 1 : 0;
    }
    return count;
  }

  /** How many works are in hand, without those that wait for a person. */
  int size() {
    return (int) entries.values().stream().filter(entry -> entry.held.isEmpty()).count();
  }

  /** Keys of all works in hand. */
  Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  /** Keys of works in hand that the provider is not known to have. */
  Set<String> notPending() {
    return entries.values().stream()
        .filter(entry -> !(entry.state instanceof WorkState.Pending))
        .map(entry -> entry.work.workKey())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Works that ended in this way since they were taken in hand. */
  long ended(FactKind kind) {
    return ended.getOrDefault(kind, 0L);
  }

  /** Average of a number over works that can be created; 0 without any. */
  double average(ToDoubleFunction<Work> number) {
    return entries.values().stream()
        .filter(entry -> entry.state instanceof WorkState.Open)
        .mapToDouble(entry -> number.applyAsDouble(entry.work))
        .average()
        .orElse(0);
  }

  private void end(Entry entry, FactName fact, long now) {
    entry.failures += fact.kind() == FactKind.FAILED ? 1 : 0;
    if (fact.kind() == FactKind.FAILED
        && !entry.inVain
        && entry.failures < WorkState.MOST_FAILURES) {
      entry.stands(new WorkState.Open(fact.generation() + 1));
      entry.ref = "";
      entry.since = now;
      // Others first: what it fails with may pass.
      entries.remove(entry.work.workKey());
      entries.put(entry.work.workKey(), entry);
    } else {
      finish(entry, fact.kind());
    }
  }

  private void finish(Entry entry, FactKind kind) {
    entries.remove(entry.work.workKey());
    ended.merge(kind, 1L, Long::sum);
  }

  private static boolean overdue(
      Entry entry, Predicate<String> isMissing, Instant clock, long now) {
    long again = LOOK_AGAIN.toNanos();
    boolean unspoken =
        !entry.createdAt.isAfter(clock.minus(POLL_BUDGET))
            || (now - entry.since >= again && isMissing.test(entry.ref));
    return unspoken && (entry.lookedAt == Long.MIN_VALUE || now - entry.lookedAt >= again);
  }

  private static CallRequest request(Entry entry) {
    boolean pending = entry.state instanceof WorkState.Pending;
    return new CallRequest(
        entry.work,
        generation(entry.state),
        pending ? entry.ref : "",
        entry.upload.generation(),
        entry.upload.ref(),
        pending && entry.inVain);
  }

  private static int generation(WorkState state) {
    if (state instanceof WorkState.Open open) {
      return open.generation();
    }
    if (state instanceof WorkState.Pending pending) {
      return pending.generation();
    }
    return state instanceof WorkState.Orphan orphan
        ? orphan.generation()
        : ((WorkState.Finished) state).generation();
  }
}
