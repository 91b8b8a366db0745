package dev.sluice.calls;

import dev.sluice.provider.ProviderConf;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a task needs to know to make calls. Travels to executors; never printed, since {@link
 * JournalPlace} may hold credentials.
 *
 * @param provider who is called
 * @param journal where facts go
 * @param runId the run
 * @param round the round
 * @param roundLength how long a task asks for permits
 * @param inFlight how many requests one task has under way at a time
 * @param pollEvery pause between two questions about what has ended
 */
record CallSettings(
    ProviderConf provider,
    JournalPlace journal,
    String runId,
    String round,
    Duration roundLength,
    int inFlight,
    Duration pollEvery)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
