package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What an emulator was asked, counted. Thread-safe. */
public final class EmulatorLog {
  private final Map<String, LongAdder> creates = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> replays = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> statuses = new ConcurrentSkipListMap<>();

  EmulatorLog() {}

  /** How many creates of an operation were accepted: what a real provider would have billed. */
  public long creates(Operation operation) {
    return count(creates, operation.key());
  }

  /** How many creates were answered with a task made before, thanks to an idempotency key. */
  public long replays(Operation operation) {
    return count(replays, operation.key());
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

  void created(Operation operation) {
    add(creates, operation.key());
  }

  void replayed(Operation operation) {
    add(replays, operation.key());
  }

  void answered(String route, int status) {
    add(requests, route);
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

  private static void add(Map<String, LongAdder> counters, String key) {
    counters.computeIfAbsent(key, absent -> new LongAdder()).increment();
  }

  private static long count(Map<String, LongAdder> counters, String key) {
    LongAdder counter = counters.get(key);
    return counter == null ? 0 : counter.sum();
  }
}
