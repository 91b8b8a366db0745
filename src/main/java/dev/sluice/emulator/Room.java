package dev.sluice.emulator;

import java.time.Clock;

/**
 * What all routes share.
 *
 * @param file every event
 * @param log every create
 * @param clock the time
 * @param workbench where work is done
 * @param latency how long work takes at least
 * @param answers who answers
 */
record Room(
    StateFile file,
    EmulatorLog log,
    Clock clock,
    Workbench workbench,
    Latency latency,
    Answers answers) {

  <R, T extends Work<R>> Works<R, T> works(Kind<R, T> kind) {
    return new Works<>(kind, this);
  }
}
