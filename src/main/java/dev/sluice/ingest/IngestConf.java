package dev.sluice.ingest;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of the step {@code ingest}. Nothing is paid here.
 *
 * @param manifest what lists the videos: a Delta table's folder, {@code catalog:name.schema.table},
 *     a {@code .csv}, {@code .jsonl} or {@code .parquet} file, a folder of videos, FiftyOne's
 *     {@code samples.json}, or {@code twelvelabs:index/INDEX_ID}, the ready videos of an index
 * @param format {@code delta}, {@code csv}, {@code jsonl}, {@code parquet}, {@code folder} or
 *     {@code fiftyone}; not needed for an index; null to tell it from the manifest itself
 * @param where a Spark SQL predicate over the manifest's columns; null for all rows
 * @param sample takes some rows per group; null for all rows
 * @param names labels as people should read them, by the label or folder name in the manifest
 * @param models models whose media rules every video must meet; {@code marengo3.0} when left out
 * @param partitions into how many tasks looking at a part of it is divided; 0 to choose by the
 *     cluster's cores and the number of videos
 */
public record IngestConf(
    String manifest,
    String format,
    String where,
    Sample sample,
    Map<String, String> names,
    List<String> models,
    Integer partitions) {

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming the setting that is wrong and what it may be
   */
  public IngestConf {
    if (manifest == null || manifest.isBlank()) {
      throw new IllegalArgumentException(
          "ingest.manifest is missing: name a table, a file or a folder that lists the videos");
    }
    manifest = manifest.strip();
    if (format != null) {
      format = ManifestFormat.named(format).key();
    }
    where = where == null || where.isBlank() ? null : where.strip();
    // Sorted: the run record has a hash of what a job spec prints, and it must be the same
    // tomorrow.
    names = names == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(names));
    models = models == null || models.isEmpty() ? List.of("marengo3.0") : List.copyOf(models);
    // Says early that a model is unknown or withdrawn.
    ModelRules.of(models);
    partitions = partitions == null ? 0 : partitions;
    if (partitions < 0) {
      throw new IllegalArgumentException(
          "ingest.partitions is %d: give 0 (automatic) or more".formatted(partitions));
    }
  }

  /**
   * Takes some rows of each group: the same ones each time and on any cluster, in the order of a
   * hash of seed and video_id.
   *
   * @param by the manifest's column whose values make the groups, for example {@code label}
   * @param perGroup how many rows of each group at most, 1 or more
   * @param seed another seed takes other rows; 0 when left out
   */
  public record Sample(String by, Integer perGroup, Long seed) {
    /**
     * Fills in defaults.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public Sample {
      if (by == null || by.isBlank()) {
        throw new IllegalArgumentException(
            "ingest.sample.by is missing: name the column that makes the groups");
      }
      if (perGroup == null || perGroup < 1) {
        throw new IllegalArgumentException(
            "ingest.sample.per-group is %s: give 1 or more".formatted(perGroup));
      }
      seed = seed == null ? 0L : seed;
    }
  }
}
