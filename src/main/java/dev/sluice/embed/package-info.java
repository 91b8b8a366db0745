/**
 * Has videos embedded and keeps the vectors.
 *
 * <p>Entry type: {@link dev.sluice.embed.EmbedStep}. Invariant: one work per content, model and
 * request; vectors are kept as the provider gave them, for money or, where an index keeps them, for
 * none.
 */
package dev.sluice.embed;
