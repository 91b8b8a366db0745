package dev.sluice.report;

import java.util.Optional;

/** Where the page's pictures come from. Implementations are thread-safe. */
@FunctionalInterface
interface Thumbnails {
  /**
   * A small picture of a video.
   *
   * @param uri the video file
   * @param atSec where, seconds
   * @return a JPEG file, or empty when the video cannot be opened: never a failure
   */
  Optional<byte[]> jpeg(String uri, double atSec);
}
