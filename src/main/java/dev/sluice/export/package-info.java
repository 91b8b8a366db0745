/**
 * Releases: the labelled items as files that training code opens, numbered, with checksums.
 *
 * <p>Entry types: {@link dev.sluice.export.ExportStep} and {@link
 * dev.sluice.export.ReleaseVerifier}. Invariant: a release is never changed after its {@code
 * manifest.json} is there, and the same input gives the same bytes.
 */
package dev.sluice.export;
