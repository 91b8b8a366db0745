package dev.sluice.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Who is to die where. Written by the controller, read by every process of the job.
 *
 * @param seed decides, with the point and the work, whether a process dies there
 * @param kills by crash point
 * @param stops crash points at which one executor each is stopped (SIGSTOP) instead
 * @param holds crash points of the driver that wait until the file {@code released} is there
 */
record CrashPlan(long seed, Map<String, Kill> kills, List<String> stops, List<String> holds) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How often a process dies at one point.
   *
   * @param quota at most so many times in the whole run
   * @param share of the works that reach it, 0 to 1
   */
  record Kill(int quota, double share) {}

  /** A plan that kills nobody. */
  static CrashPlan peaceful(long seed) {
    return new CrashPlan(seed, Map.of(), List.of(), List.of());
  }

  static CrashPlan read(Path folder) {
    try {
      return JSON.readValue(folder.resolve("plan.json").toFile(), CrashPlan.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path folder) throws IOException {
    JSON.writeValue(folder.resolve("plan.json").toFile(), this);
  }
}
