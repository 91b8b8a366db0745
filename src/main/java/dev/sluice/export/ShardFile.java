package dev.sluice.export;

/**
 * A file of a release.
 *
 * @param path relative to the release's folder
 * @param split train, validation or test
 * @param format {@code tfrecord} or {@code npy}
 * @param items items in it
 * @param bytes its size
 * @param sha256 checksum of its bytes, hex
 */
public record ShardFile(
    String path, String split, String format, long items, long bytes, String sha256) {}
