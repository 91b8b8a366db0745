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

  /** The part of the file to ask about; empty when the item is all of it. */
  Optional<Span> span() {
    return startSec <= SAME && endSec >= fileSec - SAME
        ? Optional.empty()
        : Optional.of(new Span(startSec, endSec));
  }

  /** Minutes to be billed. */
  double minutes() {
    return (span().isPresent() ? endSec - startSec : fileSec) / 60;
  }
}
