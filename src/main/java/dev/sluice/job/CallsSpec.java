package dev.sluice.job;

import dev.sluice.calls.OnUnsure;
import dev.sluice.calls.RunOn;
import dev.sluice.calls.SpendSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How calls are made.
 *
 * @param roundSec how long one Spark action asks for permits; default 120
 * @param inFlight requests that one task has under way at a time; default 8
 * @param partitions tasks per round; default one less than the cores, so that folds find room
 * @param pollEveryMs shortest pause between two readings of the provider's lists; default 2000, 100
 *     at the emulator
 * @param patienceSec how long to wait without any progress before leaving the rest to the next run;
 *     default 600, and at least one and a half times {@code settleSec}, so that lost creates are
 *     looked into
 * @param settleSec how old an intent without an answer must be before it is looked into; default
 *     130 more than the provider's timeout: 10 for the permit, 120 to settle; at TwelveLabs at
 *     least 70 more
 * @param maxIdleSec how long to wait for the limits before leaving the rest to a later run; default
 *     600
 * @param onUnsure {@code quarantine} (default) or {@code pay}: what to do after a day about a
 *     create of which nobody can say whether it was accepted
 * @param runOn {@code executors} (default) or {@code driver}: where calls are made
 * @param journal folder of the journal; default inside the warehouse; a warehouse keeps to its
 *     first
 */
public record CallsSpec(
    Integer roundSec,
    Integer inFlight,
    Integer partitions,
    Integer pollEveryMs,
    Integer patienceSec,
    Integer settleSec,
    Integer maxIdleSec,
    String onUnsure,
    String runOn,
    String journal) {
  private static final int PERMIT_SEC = (int) SpendSettings.PERMIT.toSeconds();
  private static final int LISTED_SEC = 60;

  /** Fills in defaults and rejects impossible numbers. */
  public CallsSpec {
    roundSec = positive("round-sec", roundSec, 120);
    inFlight = positive("in-flight", inFlight, 8);
    patienceSec = positive("patience-sec", patienceSec, 600);
    maxIdleSec = positive("max-idle-sec", maxIdleSec, 600);
    onUnsure = oneOf("on-unsure", onUnsure, OnUnsure.values());
    runOn = oneOf("run-on", runOn, RunOn.values());
    if (settleSec != null) {
      positive("settle-sec", settleSec, 1);
    }
    if (partitions != null) {
      positive("partitions", partitions, 1);
    }
    if (pollEveryMs != null) {
      positive("poll-every-ms", pollEveryMs, 1);
    }
  }

  /**
   * Rejects a time in which a create could still be on its way, or not be listed yet: what is
   * looked for too early is not found, and paid again. An emulator lists at once and is not paid.
   */
  void requireSettled(ProviderSpec provider) {
    int least = provider.timeoutSec() + PERMIT_SEC + LISTED_SEC;
    if (settleSec != null && settleSec < least && !provider.name().equals("emulator")) {
      throw new IllegalArgumentException(
          "calls.settle-sec is at least %d (timeout-sec %d, %d for the permit, %d until the provider lists a task), not %d: a task that is looked for too early is paid again"
              .formatted(least, provider.timeoutSec(), PERMIT_SEC, LISTED_SEC, settleSec));
    }
  }

  private static Integer positive(String name, Integer value, int otherwise) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(name + " is at least 1, not " + value);
    }
    return value == null ? otherwise : value;
  }

  /** The first value is the default. */
  private static String oneOf(String name, String value, Enum<?>[] values) {
    List<String> allowed =
        Arrays.stream(values).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    if (value != null && !allowed.contains(value)) {
      throw new IllegalArgumentException(
          "%s is %s, not %s".formatted(name, String.join(" or ", allowed), value));
    }
    return value == null ? allowed.get(0) : value;
  }
}
