/**
 * Reads the manifest, looks at every video before anything is paid, and writes {@code videos}.
 *
 * <p>Entry type: {@link dev.sluice.ingest.IngestStep}. Invariant: an object that did not change is
 * never opened again, and a bad file costs itself only. Videos that the provider already has are
 * never opened: their facts are the provider's.
 */
package dev.sluice.ingest;
