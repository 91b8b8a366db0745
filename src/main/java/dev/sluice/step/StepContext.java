package dev.sluice.step;

import dev.sluice.calls.Spender;
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
    Warehouse warehouse, Spender spender, RunInfo run, Clock clock, Progress progress) {}
