package dev.sluice.job;

/**
 * How calls are made.
 *
 * @param roundSec how long one Spark action asks for permits; default 120
 * @param inFlight works that one task keeps with the provider at a time; default 16
 * @param partitions tasks per round; default twice the cores
 * @param pollEveryMs pause between two looks at one work; default 2000, 100 at the emulator
 * @param patienceSec how long to wait without any progress before leaving the rest to the next run;
 *     default 600
 * @param settleSec how old an intent without an answer must be before it is looked into; default
 *     190: permit 10, timeout 60, settle 120
 * @param journal folder of the journal; default inside the warehouse
 */
public record CallsSpec(
    Integer roundSec,
    Integer inFlight,
    Integer partitions,
    Integer pollEveryMs,
    Integer patienceSec,
    Integer settleSec,
    String journal) {

  /** Fills in defaults and rejects impossible numbers. */
  public CallsSpec {
    roundSec = positive("round-sec", roundSec, 120);
    inFlight = positive("in-flight", inFlight, 16);
    patienceSec = positive("patience-sec", patienceSec, 600);
    settleSec = positive("settle-sec", settleSec, 190);
    if (partitions != null) {
      positive("partitions", partitions, 1);
    }
    if (pollEveryMs != null) {
      positive("poll-every-ms", pollEveryMs, 1);
    }
  }

  private static Integer positive(String name, Integer value, int otherwise) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(name + " is at least 1, not " + value);
    }
    return value == null ? otherwise : value;
  }
}
