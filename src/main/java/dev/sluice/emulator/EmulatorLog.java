package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an emulator was asked. With a state folder the creates survive a restart; the counters of
 * requests and answers start again from zero. Thread-safe.
 */
public final class EmulatorLog {
  private final List<CreateRecord> creates = new ArrayList<>();
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final StateFile file;
  private final Clock clock;
  private long lastMs;

  EmulatorLog(StateFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** How many creates of an operation were accepted: what a real provider would have billed. */
  public long creates(Operation operation) {
    return count(outcomes, name(operation, CreateRecord.Outcome.ACCEPTED));
  }

  /** How many creates were answered with a task made before, thanks to an idempotency key. */
  public long replays(Operation operation) {
    return count(outcomes, name(operation, CreateRecord.Outcome.REPLAYED));
  }

  /**
   * The creates with a number above one, oldest first, accepted or not; a copy. Clients read the
   * same as lines of JSON at {@code GET /_emulator/creates?since=N}.
   *
   * @param n the number of the last one already seen; 0 gives all
   */
  public List<CreateRecord> createsSince(long n) {
    return createsSince(n, Integer.MAX_VALUE);
  }

  /** How many requests arrived, of any kind, refused ones included. */
  public long requests() {
    return requests.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * How many requests arrived at one route.
   *
   * @param route method and path with ids replaced, for example {@code GET /embed-v2/tasks/{id}}
   */
  public long requests(String route) {
    return count(requests, route);
  }

  /** How many requests were answered with a status; 0 stands for a dropped connection. */
  public long answers(int status) {
    return count(statuses, Integer.toString(status));
  }

  synchronized List<CreateRecord> createsSince(long n, int most) {
    int from = (int) Math.max(0, Math.min(n, creates.size()));
    int to = (int) Math.min(creates.size(), (long) from + most);
    return List.copyOf(creates.subList(from, to));
  }

  /**
   * Gives a create its number and time and keeps it: on disk, where there is a folder, when this
   * returns.
   *
   * @param more what else is needed to go on with it after a restart
   */
  synchronized CreateRecord add(CreateRecord create, ObjectNode more) {
    lastMs = Math.max(lastMs, clock.millis());
    CreateRecord decided = create.decided(creates.size() + 1L, lastMs);
    if (file.keeps()) {
      file.append(decided.json().setAll(more));
    }
    remember(decided);
    return decided;
  }

  /** Takes in a create that was read from disk. */
  synchronized void remember(CreateRecord create) {
    creates.add(create);
    lastMs = Math.max(lastMs, create.atMs());
    add(outcomes, name(create.operation(), create.outcome()));
  }

  void arrived(String route) {
    add(requests, route);
  }

  void answered(int status) {
    add(statuses, Integer.toString(status));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode created = json.putObject("creates");
    ObjectNode replayed = json.putObject("replays");
    for (Operation operation : Operation.values()) {
      created.put(operation.key(), creates(operation));
      replayed.put(operation.key(), replays(operation));
    }
    json.put("requests", requests());
    ObjectNode routes = json.putObject("routes");
    requests.forEach((route, count) -> routes.put(route, count.sum()));
    ObjectNode answers = json.putObject("answers");
    statuses.forEach((status, count) -> answers.put(status, count.sum()));
    return json;
  }

  private static String name(Operation operation, CreateRecord.Outcome outcome) {
    return operation.key() + " " + outcome.key();
  }

  private static void add(Map<String, LongAdder> counters, String key) {
    counters.computeIfAbsent(key, absent -> new LongAdder()).increment();
  }

  private static long count(Map<String, LongAdder> counters, String key) {
    LongAdder counter = counters.get(key);
    return counter == null ? 0 : counter.sum();
  }
}
