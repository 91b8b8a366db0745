package dev.sluice.export;

import java.util.List;

/**
 * A video on its way into a release, with what of it goes in.
 *
 * @param videoId the video
 * @param contentId identity of its bytes
 * @param sourceId the recording it was cut from
 * @param split train, validation or test
 * @param footage its file
 * @param segments its segments, in the order of time
 */
record ReleaseVideo(
    String videoId,
    String contentId,
    String sourceId,
    String split,
    Footage footage,
    List<Segment> segments) {

  /**
   * What is known of a file; everything but the place is null where nobody measured it.
   *
   * @param uri where it is
   * @param durationSec its length, seconds
   * @param fps frames per second
   * @param width picture width, pixels
   * @param height picture height, pixels
   * @param sizeBytes its size
   */
  record Footage(
      String uri, Double durationSec, Double fps, Integer width, Integer height, Long sizeBytes) {}

  /**
   * A labelled part of the video.
   *
   * @param itemId the item that labels it
   * @param startSec start in its file, seconds
   * @param endSec end in its file, seconds
   * @param label its label
   * @param classIndex index of the label in the class map
   * @param confidence 0 to 1
   * @param labelSource {@code model} or {@code review}
   * @param verdict {@code ready} or {@code review}
   * @param clusterId its cluster
   * @param vector its embedding; empty in formats without vectors
   * @param place where the item lies on the map, two numbers; null where there is none
   */
  record Segment(
      String itemId,
      double startSec,
      double endSec,
      String label,
      int classIndex,
      double confidence,
      String labelSource,
      String verdict,
      int clusterId,
      float[] vector,
      List<Double> place) {}
}
