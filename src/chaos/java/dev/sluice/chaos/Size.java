package dev.sluice.chaos;

import dev.sluice.chaos.Mishap.What;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much chaos.
 *
 * @param works videos to embed
 * @param seed of everything that is drawn
 * @param workers machines of the cluster
 * @param perPoint how many executors die at each crash point
 * @param leastPerGap fewer kills in any gap between two facts fail the run
 * @param mishaps how often each happens
 * @param faults what goes wrong at the emulator
 * @param latency how long its tasks take
 * @param limit longest time of the whole run
 */
record Size(
    int works,
    long seed,
    int workers,
    int perPoint,
    int leastPerGap,
    Map<What, Integer> mishaps,
    List<Fault> faults,
    String latency,
    Duration limit) {

  /**
   * A fault that a share of the creates of one operation meets.
   *
   * @param operation {@code embed} or {@code analyze}
   * @param fault the emulator's word for it
   * @param share 0 to 1
   */
  record Fault(String operation, String fault, double share) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("embed", "dropped_after", 0.05),
          new Fault("embed", "work_fails", 0.03),
          new Fault("analyze", "dropped_after", 0.05));

  /** What the build runs. */
  static Size small(long seed) {
    return new Size(
        36,
        seed,
        2,
        3,
        2,
        Map.of(What.WORKER, 1, What.DRIVER, 1, What.EMULATOR, 1, What.TWICE, 1),
        FAULTS,
        "300ms",
        Duration.ofMinutes(15));
  }

  /** What a person runs. */
  static Size large(int works, long seed) {
    return new Size(
        works,
        seed,
        2,
        26,
        20,
        Map.of(What.EXECUTOR, 8, What.WORKER, 6, What.DRIVER, 8, What.EMULATOR, 6, What.TWICE, 3),
        FAULTS,
        "800ms",
        Duration.ofHours(2));
  }

  /** Who dies where. The share makes the quota certain long before the last work. */
  CrashPlan plan() {
    double share = Math.min(0.9, 2.5 * perPoint / works);
    Map<String, CrashPlan.Kill> kills = new LinkedHashMap<>();
    kills.put("permit", new CrashPlan.Kill(Math.max(1, perPoint / 4), share));
    kills.put("intent", new CrashPlan.Kill(perPoint, share));
    kills.put("sent", new CrashPlan.Kill(perPoint, share));
    kills.put("created", new CrashPlan.Kill(perPoint / 2 + 1, share));
    kills.put("answered", new CrashPlan.Kill(perPoint / 2 + 1, share));
    kills.put("done", new CrashPlan.Kill(perPoint, share));
    kills.put("task-end", new CrashPlan.Kill(Math.max(1, perPoint / 4), 0.2));
    kills.put("folding", new CrashPlan.Kill(Math.max(1, perPoint / 6), 0.5));
    return new CrashPlan(seed, kills, List.of(), List.of());
  }

  /** How the job works. */
  Job.Shape shape(String provider) {
    int clusters = Math.max(2, Math.min(10, works / 10));
    return Job.Shape.labelling(provider, 20, clusters, 4);
  }
}
