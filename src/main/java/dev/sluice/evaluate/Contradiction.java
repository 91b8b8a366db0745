package dev.sluice.evaluate;

import java.util.List;

/**
 * Things that are the same, or nearly, under different names.
 *
 * @param labelling where it was found: {@code ground_truth}, {@code curated} or {@code neighbours}
 * @param name the content and its span, or the two items
 * @param names the names, sorted
 * @param acrossGroups whether the names are of different groups, as in safe and unsafe
 * @param items names or items that are part of it
 * @param cosine likeness of two near items in the space they were clustered in, -1 to 1; null for
 *     one content
 */
record Contradiction(
    String labelling,
    String name,
    List<String> names,
    boolean acrossGroups,
    long items,
    Double cosine) {

  /** For a person: what it is and what it is called. */
  String sentence() {
    return name + ": " + String.join(" | ", names);
  }
}
