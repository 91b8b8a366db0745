package dev.sluice.project;

import dev.sluice.tables.ProjectionRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the project step. Every field may be left out.
 *
 * @param method {@code umap} keeps neighbours together; {@code pca} keeps the most variance
 *     (default umap, and pca where items are fewer than twice {@code neighbours} and one)
 * @param sample items that UMAP fits at most, 100 to 20,000; the others are placed by them (default
 *     5,000)
 * @param neighbours how many neighbours of an item count, 2 to 100 (default 15)
 * @param seed another seed gives another map (default 51)
 */
public record ProjectConf(String method, Integer sample, Integer neighbours, Long seed) {

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming every wrong setting at once
   */
  public ProjectConf {
    method = method == null ? ProjectionRow.UMAP : method;
    sample = sample == null ? 5_000 : sample;
    neighbours = neighbours == null ? 15 : neighbours;
    seed = seed == null ? 51L : seed;
    List<String> problems = new ArrayList<>();
    if (!method.equals(ProjectionRow.UMAP) && !method.equals(ProjectionRow.PCA)) {
      problems.add("project: method is umap or pca, not " + method);
    }
    if (sample < 100 || sample > 20_000) {
      problems.add("project: sample is 100 to 20000 items, not " + sample);
    }
    if (neighbours < 2 || neighbours > 100) {
      problems.add("project: neighbours is 2 to 100, not " + neighbours);
    }
    if (problems.isEmpty() && sample <= 2 * neighbours) {
      problems.add(
          "project: sample is more than twice neighbours, not %d with %d"
              .formatted(sample, neighbours));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** All defaults. */
  public static ProjectConf defaults() {
    return new ProjectConf(null, null, null, null);
  }

  /** How a map of this many items is made: UMAP needs more items than it looks at. */
  String method(long items) {
    return items > 2L * neighbours ? method : ProjectionRow.PCA;
  }

  /** All that can change a map, apart from its items. */
  String identity() {
    return "v1|%s|sample=%s|neighbours=%s|seed=%s".formatted(method, sample, neighbours, seed);
  }
}
