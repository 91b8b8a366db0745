/**
 * Scores videos against classes that are described by prompts, with vectors that are there.
 *
 * <p>Entry type: {@link dev.sluice.classify.ClassifyStep}. Invariant: a prompt is paid for once per
 * model, whatever becomes of its raw answer; videos cost nothing, however often they are
 * classified. Cosines are kept as they are.
 */
package dev.sluice.classify;
