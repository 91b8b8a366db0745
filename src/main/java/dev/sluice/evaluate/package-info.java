/**
 * How good a labelling is where somebody knows the truth: classes, groups, clusters, and what
 * contradicts itself.
 *
 * <p>Entry type: {@link dev.sluice.evaluate.EvaluateStep}. Invariant: truth is compared with, never
 * written into a label.
 */
package dev.sluice.evaluate;
