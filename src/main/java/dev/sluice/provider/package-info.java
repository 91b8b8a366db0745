/**
 * The port to whoever computes embeddings and answers.
 *
 * <p>Entry type: {@link dev.sluice.provider.VideoProvider}. Invariant: no HTTP, no Spark, no money
 * arithmetic; what a provider does is a {@link dev.sluice.provider.CallOutcome}, never an
 * exception.
 */
package dev.sluice.provider;
