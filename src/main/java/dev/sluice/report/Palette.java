package dev.sluice.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which colour a label has everywhere on the page, and what clusters are called. */
final class Palette {
  private static final int COLOURS = 10;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<Integer, String> clusters = new HashMap<>();

  Palette(Findings findings) {
    findings.labels().forEach(share -> add(share.label()));
    for (Findings.Cluster c : findings.clusters()) {
      add(c.label());
      clusters.put(c.id(), c.label() == null ? "unnamed" : c.label());
    }
    findings.map().points().forEach(point -> add(point.label()));
    if (findings.checks().trends() != null) {
      findings.checks().trends().rates().forEach(line -> add(line.label()));
    }
  }

  private void add(String label) {
    if (label != null) {
      numbers.putIfAbsent(label, numbers.size());
    }
  }

  /** All labels, most frequent first: their place is their number. */
  List<String> labels() {
    return new ArrayList<>(numbers.keySet());
  }

  /** A label's number; -1 for none. */
  int number(String label) {
    return label == null ? -1 : numbers.get(label);
  }

  /** What follows {@code c} in the class of a label's colour. */
  String css(String label) {
    return label == null ? "none" : Integer.toString(number(label) % COLOURS);
  }

  /** What a cluster is called. */
  String cluster(int id) {
    return clusters.getOrDefault(id, "unnamed");
  }
}
