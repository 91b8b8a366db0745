package dev.sluice.emulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the detector saw of one kind of object in a span.
 *
 * @param object its COCO name
 * @param score best score, 0 to 1
 * @param perFrame how many there are in a frame, on average over all frames
 * @param frames share of the frames in which it is, 0 to 1
 * @param area the largest one in a frame as a share of the picture, median over frames that show it
 */
record Sighting(String object, double score, double perFrame, double frames, double area) {
  /** Below this the detector is guessing: measured on pictures of trees, water and towers. */
  private static final double SEEN = 0.30;

  /** Everything seen in some frames, the best score first. */
  static List<Sighting> of(List<List<Detection>> frames) {
    Map<String, List<List<Detection>>> byObject = new LinkedHashMap<>();
    for (List<Detection> frame : frames) {
      Map<String, List<Detection>> inFrame = new HashMap<>();
      for (Detection detection : frame) {
        if (detection.score() >= SEEN) {
          inFrame.computeIfAbsent(detection.object(), key -> new ArrayList<>()).add(detection);
        }
      }
      inFrame.forEach(
          (object, all) -> byObject.computeIfAbsent(object, key -> new ArrayList<>()).add(all));
    }
    List<Sighting> sightings = new ArrayList<>();
    byObject.forEach((object, shown) -> sightings.add(measure(object, shown, frames.size())));
    sightings.sort(
        Comparator.comparingDouble(Sighting::score).reversed().thenComparing(Sighting::object));
    return sightings;
  }

  /** For example {@code person 0.65 ×6, largest 4 % of the frame}. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%s %.2f%s, largest %s of the frame",
        object,
        score,
        Math.round(perFrame) > 1 ? " ×" + Math.round(perFrame) : "",
        area < 0.01 ? "under 1 %" : Math.round(100 * area) + " %");
  }

  private static Sighting measure(String object, List<List<Detection>> shown, int frames) {
    List<Double> areas =
        shown.stream()
            .map(all -> all.stream().mapToDouble(Detection::area).max().orElse(0))
            .sorted()
            .toList();
    return new Sighting(
        object,
        shown.stream().flatMap(List::stream).mapToDouble(Detection::score).max().orElse(0),
        shown.stream().mapToInt(List::size).sum() / (double) frames,
        shown.size() / (double) frames,
        areas.get(areas.size() / 2));
  }
}
