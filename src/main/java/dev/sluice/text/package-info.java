/**
 * Reading what models and people write.
 *
 * <p>Entry type: {@link dev.sluice.text.LabelParser}. Invariant: free text never becomes a label.
 */
package dev.sluice.text;
