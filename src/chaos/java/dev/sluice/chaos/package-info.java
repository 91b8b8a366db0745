/**
 * Proof by killing: the real {@code sluice run} on a real cluster of processes, against the
 * emulator in a process of its own, with everything that can die dying.
 *
 * <p>Entry types: {@link dev.sluice.chaos.ChaosMain} for a person, {@code ChaosIT} for the build.
 * Invariant: a kill is in the crash log before it happens, and the verdict is taken from the
 * emulator's own log of creates.
 */
package dev.sluice.chaos;
