/**
 * Measures that several steps need: how alike two partitions of the same items are.
 *
 * <p>Entry type: {@link dev.sluice.measures.Partitions}. Invariant: every formula stands with an
 * example worked by hand.
 */
package dev.sluice.measures;
