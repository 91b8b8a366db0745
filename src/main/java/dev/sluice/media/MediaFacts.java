package dev.sluice.media;

/**
 * What was measured about one video file before anything is paid.
 *
 * @param durationSec length in seconds, above 0
 * @param width picture width in pixels as displayed (after rotation)
 * @param height picture height in pixels as displayed (after rotation)
 * @param fps average frames per second, above 0
 * @param sizeBytes size of the object in bytes
 * @param videoCodec FFmpeg's name of the video codec, for example {@code h264}
 * @param hasAudio whether there is an audio stream
 */
public record MediaFacts(
    double durationSec,
    int width,
    int height,
    double fps,
    long sizeBytes,
    String videoCodec,
    boolean hasAudio) {

  /** Rejects facts that no real video has. */
  public MediaFacts {
    if (!(durationSec > 0) || width <= 0 || height <= 0 || !(fps > 0) || sizeBytes < 0) {
      throw new IllegalArgumentException(
          "not the facts of a video: duration %s s, %sx%s, %s fps, %s bytes"
              .formatted(durationSec, width, height, fps, sizeBytes));
    }
  }

  /** Width divided by height. */
  public double aspectRatio() {
    return (double) width / height;
  }
}
