/**
 * The TwelveLabs v1.3 wire: assets, embedding tasks, analysis tasks and indexes; used for the
 * emulator too.
 *
 * <p>Entry type: {@link dev.sluice.twelvelabs.TwelveLabs}. Invariant: one create sends at most one
 * request that is not covered by an idempotency key, and the API key leaves only in the {@code
 * x-api-key} header to the configured host.
 */
package dev.sluice.twelvelabs;
