/**
 * Names clusters: asks a model about a few representatives and lets their answers vote.
 *
 * <p>Entry type: {@link dev.sluice.label.LabelStep}. Invariant: a label is a word of the taxonomy
 * or nothing, and every one keeps the answers it came from. Pays, once per question.
 */
package dev.sluice.label;
