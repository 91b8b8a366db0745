package dev.sluice.emulator;

/**
 * An uploaded file.
 *
 * @param piece its id, time and stage
 * @param method {@code direct} or {@code url}
 * @param filename what its sender called it; only ever listed, never looked at
 * @param type its media type
 */
record Asset(Piece<Footage> piece, String method, String filename, String type) {}
