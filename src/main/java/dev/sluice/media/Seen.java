package dev.sluice.media;

/**
 * What a file's store says about it without the file being opened. Two equal values for one place
 * mean that the object did not change.
 *
 * @param sizeBytes size in bytes
 * @param tag the store's entity tag, otherwise {@code size:modification time}; null when the store
 *     gives neither, so that the object has to be read again each time
 */
public record Seen(long sizeBytes, String tag) {}
