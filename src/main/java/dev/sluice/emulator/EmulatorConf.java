package dev.sluice.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an emulator runs.
 *
 * @param bind address to listen on; loopback unless chosen otherwise
 * @param port 0 picks a free one
 * @param keys keys that are accepted; empty accepts any key that does not start with {@code bad}
 * @param threads how many videos are worked on at once, 1 or more
 * @param latency shortest time between a create and its being ready
 * @param requestsPerMinute limit per operation; an operation without one has no limit
 * @param stateDir where uploaded bytes are kept while it runs; empty uses a temporary folder
 */
public record EmulatorConf(
    String bind,
    int port,
    Set<String> keys,
    int threads,
    Duration latency,
    Map<Operation, Integer> requestsPerMinute,
    Optional<Path> stateDir) {

  /** Copies the collections and rejects numbers that make no sense. */
  public EmulatorConf {
    keys = Set.copyOf(keys);
    requestsPerMinute = Map.copyOf(requestsPerMinute);
    if (port < 0 || port > 65_535 || threads < 1 || latency.isNegative()) {
      throw new IllegalArgumentException(
          "not an emulator: port %d, %d threads, latency %s".formatted(port, threads, latency));
    }
    requestsPerMinute.forEach(
        (operation, limit) -> {
          if (limit < 1) {
            throw new IllegalArgumentException(
                operation.key() + " requests per minute must be 1 or more, not " + limit);
          }
        });
  }

  /** Loopback, a free port, two threads, no limits, no added latency, any key but bad ones. */
  public static EmulatorConf defaults() {
    return new EmulatorConf(
        "127.0.0.1", 0, Set.of(), 2, Duration.ofMillis(5), Map.of(), Optional.empty());
  }

  /** The same on another port. */
  public EmulatorConf withPort(int newPort) {
    return new EmulatorConf(bind, newPort, keys, threads, latency, requestsPerMinute, stateDir);
  }

  /** The same on another address. */
  public EmulatorConf withBind(String address) {
    return new EmulatorConf(address, port, keys, threads, latency, requestsPerMinute, stateDir);
  }

  /** The same, accepting only these keys. */
  public EmulatorConf withKeys(Set<String> accepted) {
    return new EmulatorConf(bind, port, accepted, threads, latency, requestsPerMinute, stateDir);
  }

  /** The same with another number of videos worked on at once. */
  public EmulatorConf withThreads(int count) {
    return new EmulatorConf(bind, port, keys, count, latency, requestsPerMinute, stateDir);
  }

  /** The same with another shortest time from create to ready. */
  public EmulatorConf withLatency(Duration shortest) {
    return new EmulatorConf(bind, port, keys, threads, shortest, requestsPerMinute, stateDir);
  }

  /** The same with a limit on one operation, requests per minute. */
  public EmulatorConf withLimit(Operation operation, int perMinute) {
    Map<Operation, Integer> limits = new EnumMap<>(Operation.class);
    limits.putAll(requestsPerMinute);
    limits.put(operation, perMinute);
    return new EmulatorConf(bind, port, keys, threads, latency, limits, stateDir);
  }

  boolean accepts(String key) {
    if (key == null || key.isBlank()) {
      return false;
    }
    return keys.isEmpty() ? !key.startsWith("bad") : keys.contains(key);
  }
}
