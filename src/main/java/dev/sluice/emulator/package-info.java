/**
 * A local server that speaks the TwelveLabs v1.3 wire and answers with small local models.
 *
 * <p>Entry type: {@link dev.sluice.emulator.EmulatorServer}. Invariants: an answer depends on the
 * bytes of the video and the text of the request, never on a file name, a label or metadata; every
 * answer says in a header which local model gave it, or that it is made up; what was answered is on
 * disk first, where there is a state folder.
 */
package dev.sluice.emulator;
