/**
 * Rebuilds the emulator's ONNX files from the npm packages that ship their weights.
 *
 * <p>Entry type: {@link dev.sluice.emulator.convert.ModelRebuild}. Invariant: the same package
 * files give the same bytes, so the digest in a served model's name can be checked by anyone.
 */
package dev.sluice.emulator.convert;
