package dev.sluice.label;

import dev.sluice.provider.Span;
import java.util.Optional;

/**
 * An item that speaks for its cluster.
 *
 * @param clusterId its cluster
 * @param rank its place in the cluster, 1 is nearest to the centroid
 * @param contentId its content
 * @param startSec start of the item, seconds
 * @param endSec end of the item, seconds
 * @param videoId a name of the content, for messages
 * @param uri where the file is
 * @param fileSec length of the whole file, seconds
 */
record Representative(
    int clusterId,
    int rank,
    String contentId,
    double startSec,
    double endSec,
    String videoId,
    String uri,
    double fileSec) {
  // Containers and models round the end of a video differently.
  private static final double SAME = 0.1;

  /**
   * The part of the file to ask about; empty when the item is all of it.
   *
   * @param shortestSec the shortest part that the model takes; an item that rounding made a little
   *     shorter is stretched to it
   */
  Optional<Span> span(double shortestSec) {
    if (startSec <= SAME && endSec >= fileSec - SAME) {
      return Optional.empty();
    }
    double end = Math.min(fileSec, Math.max(endSec, startSec + shortestSec));
    return Optional.of(new Span(Math.max(0, Math.min(startSec, end - shortestSec)), end));
  }

  /** Minutes to be billed for a part, or for the whole file. */
  double minutes(Optional<Span> part) {
    return part.map(Span::lengthSec).orElse(fileSec) / 60;
  }
}
