/**
 * What money is spent on and how much: work keys, facts, prices, bills.
 *
 * <p>Entry type: {@link dev.sluice.spend.WorkKey}. Invariant: pure arithmetic; no I/O, no Spark, no
 * clock.
 */
package dev.sluice.spend;
