/**
 * A local server that speaks the TwelveLabs v1.3 wire and answers with small local models.
 *
 * <p>Entry type: {@link dev.sluice.emulator.EmulatorServer}. Invariant: an answer depends on the
 * bytes of the video and the text of the request, never on a file name, a label or metadata; and
 * every answer says in a header which local model gave it.
 */
package dev.sluice.emulator;
