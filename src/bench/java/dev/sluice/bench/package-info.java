/**
 * Measurements that a person runs: pacing against peers, efficiency under a limit, and our own
 * overhead. {@code src/bench/run} is the way in; every figure is one line. All of it runs against
 * the emulator, none of it asserts a speed.
 */
package dev.sluice.bench;
