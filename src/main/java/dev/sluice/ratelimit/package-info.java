/**
 * How fast we may go: limits, windows, cool-down, back-off, and the time they are measured in.
 *
 * <p>Entry type: {@link dev.sluice.ratelimit.Pace}. Invariant: within any sliding window of a
 * limit, never more is granted than its amount; no wall clock, no sleep and no randomness that is
 * not injected.
 */
package dev.sluice.ratelimit;
