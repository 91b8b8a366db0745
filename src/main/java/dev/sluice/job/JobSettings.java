package dev.sluice.job;

import dev.sluice.calls.OnUnsure;
import dev.sluice.calls.RunOn;
import dev.sluice.calls.SpendSettings;
import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.PriceList;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** What a job spec comes to on one warehouse: its journal, its prices, how it spends. */
record JobSettings(JobSpec spec, Warehouse warehouse) {
  private static final PriceList FREE =
      new PriceList("emulator", LocalDate.of(2026, 11, 21), "USD", 0, 0, 0, 0);

  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  /**
   * The folder of the journal.
   *
   * @throws StepStopped when the warehouse is a catalog and the spec names none
   */
  String journal() {
    return journal(spec, warehouse.location());
  }

  /** The same without a session. */
  static String journal(JobSpec spec, String warehouse) {
    if (spec.calls().journal() != null) {
      return spec.calls().journal();
    }
    if (warehouse.startsWith("catalog:")) {
      throw new StepStopped(
          ExitCode.USAGE, "a catalog warehouse has no folder: set calls.journal in the job spec");
    }
    return warehouse + "/_sluice/journal";
  }

  /** How this job spends at a provider. */
  SpendSettings spending(ProviderConf provider, String runId, Instant startedAt) {
    CallsSpec calls = spec.calls();
    int cores = warehouse.spark().sparkContext().defaultParallelism();
    int poll = provider.name().equals("emulator") ? 100 : 2000;
    return new SpendSettings(
        provider,
        journal(),
        prices(),
        Optional.ofNullable(spec.budget()),
        SpecFiles.limits(spec.provider()),
        Duration.ofSeconds(calls.roundSec()),
        calls.inFlight(),
        calls.partitions() == null ? Math.max(1, cores - 1) : calls.partitions(),
        Duration.ofMillis(calls.pollEveryMs() == null ? poll : calls.pollEveryMs()),
        Duration.ofSeconds(calls.patienceSec()),
        calls.settleSec() == null
            ? provider.callTimeout().plus(SpendSettings.PERMIT).plus(SETTLE)
            : Duration.ofSeconds(calls.settleSec()),
        Duration.ofSeconds(calls.maxIdleSec()),
        OnUnsure.valueOf(calls.onUnsure().toUpperCase(Locale.ROOT)),
        RunOn.valueOf(calls.runOn().toUpperCase(Locale.ROOT)),
        TELL_EVERY,
        runId,
        startedAt);
  }

  /** The price list in force. */
  PriceList prices() {
    return SpecFiles.prices(spec.provider().prices()).orElse(FREE);
  }
}
