package dev.sluice.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an emulator runs. It always listens on loopback alone.
 *
 * @param port 0 picks a free one
 * @param keys keys that are accepted; empty accepts any key that does not start with {@code bad}
 * @param latency shortest time between a create and its being ready
 * @param limits what each operation is limited to; an operation without one has no limit
 * @param stateDir where everything accepted is kept, so that another start finds it again; empty
 *     uses a temporary folder
 * @param answering who answers
 * @param assumptions what it does beside the documentation
 */
public record EmulatorConf(
    int port,
    Set<String> keys,
    Latency latency,
    Map<Operation, List<Limit>> limits,
    Optional<Path> stateDir,
    Answering answering,
    Set<Assumption> assumptions) {

  /** Copies the collections and rejects a number that is no port. */
  public EmulatorConf {
    keys = Set.copyOf(keys);
    limits = Map.copyOf(limits);
    assumptions = Set.copyOf(assumptions);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /** A free port, local models, no limits, any key but bad ones. */
  public static EmulatorConf defaults() {
    return new EmulatorConf(
        0,
        Set.of(),
        Latency.constant(Duration.ofMillis(5)),
        Map.of(),
        Optional.empty(),
        Answering.LOCAL_MODELS,
        Set.of());
  }

  /** The same on another port. */
  public EmulatorConf withPort(int newPort) {
    return new EmulatorConf(newPort, keys, latency, limits, stateDir, answering, assumptions);
  }

  /** The same, accepting only these keys. */
  public EmulatorConf withKeys(Set<String> accepted) {
    return new EmulatorConf(port, accepted, latency, limits, stateDir, answering, assumptions);
  }

  /** The same with another shortest time from create to ready, alike for every task. */
  public EmulatorConf withLatency(Duration shortest) {
    return withLatency(Latency.constant(shortest));
  }

  /** The same with other times from create to ready. */
  public EmulatorConf withLatency(Latency times) {
    return new EmulatorConf(port, keys, times, limits, stateDir, answering, assumptions);
  }

  /** The same with a limit on one operation, requests per minute, beside those it has. */
  public EmulatorConf withLimit(Operation operation, int perMinute) {
    return withLimit(operation, Limit.requestsPerMinute(perMinute));
  }

  /** The same with a limit on one operation, beside those it has. */
  public EmulatorConf withLimit(Operation operation, Limit limit) {
    Map<Operation, List<Limit>> all = new EnumMap<>(Operation.class);
    all.putAll(limits);
    List<Limit> its = new ArrayList<>(all.getOrDefault(operation, List.of()));
    its.add(limit);
    all.put(operation, List.copyOf(its));
    return new EmulatorConf(port, keys, latency, all, stateDir, answering, assumptions);
  }

  /** The same, keeping everything accepted in a folder that one emulator at a time may use. */
  public EmulatorConf withStateDir(Path folder) {
    return new EmulatorConf(
        port, keys, latency, limits, Optional.of(folder), answering, assumptions);
  }

  /**
   * The same with answers made up from hashes, for load tests: see {@link Answering#MADE_UP}. A
   * link then lasts as long as its {@code seconds} query parameter says, else 10 s; an upload lasts
   * one second per 1,000 bytes, and 4 s at least.
   */
  public EmulatorConf withMadeUpAnswers() {
    return new EmulatorConf(port, keys, latency, limits, stateDir, Answering.MADE_UP, assumptions);
  }

  /** The same, doing what the documentation does not say, beside what it does so far. */
  public EmulatorConf withAssumption(Assumption assumption) {
    Set<Assumption> all = EnumSet.of(assumption);
    all.addAll(assumptions);
    return new EmulatorConf(port, keys, latency, limits, stateDir, answering, all);
  }

  boolean accepts(String key) {
    if (key == null || key.isBlank()) {
      return false;
    }
    return keys.isEmpty() ? !key.startsWith("bad") : keys.contains(key);
  }
}
