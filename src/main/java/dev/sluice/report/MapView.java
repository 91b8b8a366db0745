package dev.sluice.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The map as the page's script and the template ask for it. */
record MapView(Findings.ItemMap map, Findings findings, Palette palette, Links links) {
  // Finer than any screen, and five digits at most.
  private static final int STEPS = 16_383;

  boolean isThere() {
    return !map.points().isEmpty();
  }

  /** How the map was made and how far to trust it. */
  String note() {
    if (!isThere()) {
      return "";
    }
    int drawn = map.points().size();
    StringBuilder note =
        new StringBuilder(
            drawn < map.items()
                ? "%s of %s, sampled evenly"
                    .formatted(Figures.count(drawn), Figures.counted(map.items(), "item"))
                : Figures.counted(drawn, "item"));
    if (map.byNeighbours() > 0) {
      note.append(", %s of them placed by their neighbours".formatted(count(map.byNeighbours())));
    }
    note.append(map.method().equals("umap") ? ". UMAP keeps neighbours together" : ". PCA");
    if (map.explained() != null) {
      note.append(": two axes keep %s of the variance".formatted(Figures.percent(map.explained())));
    }
    note.append(": near points are alike, distances between far groups say little.");
    if (map.trustworthiness() != null) {
      note.append(
          " Trustworthiness %s (1 is best: who are neighbours here are neighbours in the lens)."
              .formatted(Figures.measure(map.trustworthiness())));
    }
    return note.toString();
  }

  private static String count(long n) {
    return Figures.count(n);
  }

  /** Column by column: short, and quick to read. */
  Map<String, Object> data() {
    List<Findings.Point> points = map.points();
    Map<String, Object> data = new TreeMap<>();
    data.put("x", steps(points.stream().mapToDouble(Findings.Point::x).toArray()));
    data.put("y", steps(points.stream().mapToDouble(Findings.Point::y).toArray()));
    data.put("labels", palette.labels());
    data.put("label", points.stream().map(p -> palette.number(p.label())).toList());
    data.put("cluster", points.stream().map(Findings.Point::cluster).toList());
    data.put("clusters", clusters());
    Names verdicts = new Names();
    Names splits = new Names();
    Names sources = new Names();
    Names reasons = new Names();
    data.put("verdict", points.stream().map(p -> verdicts.number(p.verdict())).toList());
    data.put("verdicts", verdicts.names());
    data.put("split", points.stream().map(p -> splits.number(p.split())).toList());
    data.put("splits", splits.names());
    data.put("source", points.stream().map(p -> sources.number(p.source())).toList());
    data.put("sources", sources.names());
    data.put(
        "reason", points.stream().map(p -> reasons.number(p.reasons().replace('_', ' '))).toList());
    data.put("reasons", reasons.names());
    data.put("confidence", points.stream().map(p -> hundredths(p.confidence())).toList());
    data.put(
        "trust",
        points.stream()
            .map(p -> p.trustworthiness() == null ? -1 : hundredths(p.trustworthiness()))
            .toList());
    data.put("start", points.stream().map(p -> thousandths(p.item().startSec())).toList());
    data.put("end", points.stream().map(p -> thousandths(p.item().endSec())).toList());
    items(points, data);
    return data;
  }

  private void items(List<Findings.Point> points, Map<String, Object> data) {
    Names videos = new Names();
    List<String> places = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Integer> video = new ArrayList<>();
    List<Integer> outliers = new ArrayList<>();
    Map<String, String> answers = new TreeMap<>();
    for (int i = 0; i < points.size(); i++) {
      Findings.Item item = points.get(i).item();
      int number = videos.number(item.videoId());
      if (number == places.size()) {
        places.add(links.to(item.uri()).orElse(""));
      }
      video.add(number);
      // What is left of the name when the video's is taken off.
      ids.add(
          item.id().startsWith(item.videoId())
              ? item.id().substring(item.videoId().length())
              : " " + item.id());
      if (points.get(i).isOutlier()) {
        outliers.add(i);
      }
      if (points.get(i).answer() != null) {
        answers.put(Integer.toString(i), points.get(i).answer());
      }
    }
    data.put("video", video);
    data.put("videos", videos.names());
    data.put("hrefs", places);
    data.put("id", ids);
    data.put("outliers", outliers);
    data.put("answers", answers);
  }

  private Map<String, Object> clusters() {
    boolean emulated = findings.origin() != null && findings.origin().provider().equals("emulator");
    Map<String, Object> clusters = new TreeMap<>();
    for (Findings.Cluster c : findings.clusters()) {
      clusters.put(
          Integer.toString(c.id()),
          Map.of(
              "name",
              palette.cluster(c.id()),
              "votes",
              PageRows.votes(c, emulated),
              "evidence",
              c.evidence()));
    }
    return clusters;
  }

  private static List<Integer> steps(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    List<Integer> steps = new ArrayList<>(values.length);
    for (double value : values) {
      steps.add(high > low ? (int) Math.round((value - low) / (high - low) * STEPS) : STEPS / 2);
    }
    return steps;
  }

  private static int hundredths(double value) {
    return (int) Math.round(value * 100);
  }

  private static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** The map as text: where the middle of each label's items lies and how far they spread. */
  List<Map<String, Object>> rows() {
    Map<String, List<Findings.Point>> byLabel = new TreeMap<>();
    for (Findings.Point p : map.points()) {
      byLabel
          .computeIfAbsent(p.label() == null ? "unnamed" : p.label(), l -> new ArrayList<>())
          .add(p);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    byLabel.forEach(
        (label, points) -> {
          double x = points.stream().mapToDouble(Findings.Point::x).average().orElse(0);
          double y = points.stream().mapToDouble(Findings.Point::y).average().orElse(0);
          double spread =
              points.stream()
                  .mapToDouble(p -> Math.hypot(p.x() - x, p.y() - y))
                  .average()
                  .orElse(0);
          Map<String, Object> row = new HashMap<>();
          row.put("label", label);
          row.put("items", Figures.count(points.size()));
          row.put("outliers", points.stream().filter(Findings.Point::isOutlier).count());
          row.put("x", Figures.measure(x));
          row.put("y", Figures.measure(y));
          row.put("spread", Figures.measure(spread));
          rows.add(row);
        });
    return rows;
  }

  /** Texts that repeat, by the number of their first occurrence; -1 for none. */
  private static final class Names {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    int number(String name) {
      if (name == null || name.isEmpty()) {
        return -1;
      }
      numbers.putIfAbsent(name, numbers.size());
      return numbers.get(name);
    }

    List<String> names() {
      return new ArrayList<>(numbers.keySet());
    }
  }
}
