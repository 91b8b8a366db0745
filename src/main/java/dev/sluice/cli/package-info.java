/**
 * The command line: one command per verb, exit codes, progress.
 *
 * <p>Entry type: {@link dev.sluice.cli.Main}. Invariant: no logic of its own.
 */
package dev.sluice.cli;
