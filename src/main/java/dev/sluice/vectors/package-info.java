/**
 * Float kernels: normalise, mean, centre, dot, distance, principal components.
 *
 * <p>Entry type: {@link dev.sluice.vectors.Vectors}. Invariant: vectors are {@code float[]}, sums
 * are {@code double}, arguments are never changed.
 */
package dev.sluice.vectors;
