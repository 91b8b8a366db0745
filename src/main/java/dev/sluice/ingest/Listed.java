package dev.sluice.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A video found by listing a folder or reading a data set's own index.
 *
 * @param path where it is, relative to the listed folder where it is inside it
 * @param label ground truth, or null
 * @param split split, or null
 * @param durationSec length, or null
 * @param width picture width, or null
 * @param height picture height, or null
 * @param attributes everything else that is known
 */
record Listed(
    String path,
    String label,
    String split,
    Double durationSec,
    Integer width,
    Integer height,
    Map<String, String> attributes) {

  /**
   * Names each video by its file name's stem; where several share one, by as much of the path as
   * tells them apart.
   */
  static List<ManifestRow> rows(List<Listed> videos) {
    Map<String, Integer> stems = count(videos, Listed::stem);
    Map<String, Integer> paths = count(videos, Listed::withoutEnd);
    List<ManifestRow> rows = new ArrayList<>();
    for (Listed video : videos) {
      String id = video.stem();
      if (stems.get(id) > 1) {
        id = video.withoutEnd();
        id = paths.get(id) > 1 ? video.path() : id;
      }
      rows.add(video.row(id));
    }
    return rows;
  }

  private ManifestRow row(String id) {
    Measured measured = new Measured(durationSec, width, height, null);
    return ManifestRow.listed(id, path, split, label, measured, null, null, attributes);
  }

  private String stem() {
    String path = withoutEnd();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private String withoutEnd() {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
  }

  private static Map<String, Integer> count(List<Listed> videos, Function<Listed, String> key) {
    Map<String, Integer> counts = new HashMap<>();
    videos.forEach(v -> counts.merge(key.apply(v), 1, Integer::sum));
    return counts;
  }
}
