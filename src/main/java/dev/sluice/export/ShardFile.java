package dev.sluice.export;

/**
 * A file of a release.
 *
 * @param path relative to the release's folder
 * @param split train, validation or test; empty for a file of the whole release
 * @param format name of an {@link ExportFormat}, or {@code json}, {@code markdown}, {@code python}
 *     for a file beside the data
 * @param items items in it; videos in formats that are written video by video
 * @param bytes its size
 * @param sha256 checksum of its bytes, hex
 */
record ShardFile(String path, String split, String format, long items, long bytes, String sha256) {}
