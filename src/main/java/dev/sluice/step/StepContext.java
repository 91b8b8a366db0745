package dev.sluice.step;

import dev.sluice.calls.Spender;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.time.Clock;

/**
 * What every step is given.
 *
 * @param warehouse the tables
 * @param spender the only way to spend money
 * @param run the run this is part of
 * @param clock the time, injected for tests
 * @param progress where a step says what it is doing
 */
public record StepContext(
    Warehouse warehouse, Spender spender, RunInfo run, Clock clock, Progress progress) {

  /**
   * The newest clustering of the job's provider, for a step that cannot do without one.
   *
   * @param step the step, for the message
   * @throws StepStopped when nothing is clustered
   */
  public ClusteringRow clustering(Step step) {
    return Clusterings.current(warehouse, spender.namespace())
        .orElseThrow(
            () ->
                new StepStopped(
                    ExitCode.INPUT,
                    "%s: no clustering of provider %s; run the cluster step first"
                        .formatted(step.name(), spender.namespace())));
  }
}
