/** Sluice: raw video in, training-ready datasets out. Start at {@code dev.sluice.cli.Main}. */
package dev.sluice;
