/**
 * Puts clusters, labels and people's decisions together into the dataset.
 *
 * <p>Entry type: {@link dev.sluice.curate.CurateStep}. Invariant: a label comes from a model or a
 * person, never from ground truth; a split never separates items of one recording. Pays nothing.
 */
package dev.sluice.curate;
