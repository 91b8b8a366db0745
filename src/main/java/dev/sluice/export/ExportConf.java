package dev.sluice.export;

import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the export step; every one may be left out.
 *
 * @param formats {@code tfrecord}, {@code npy} or both (default both)
 * @param to folder that releases are written into; default {@code <warehouse>/_releases}
 * @param name first part of the release's name; default the job's name. The release folder is
 *     {@code <name>-<nnn>}, numbered from 001
 * @param shardItems items per file, 1 or more (default 10,000)
 * @param partitions Spark tasks that write; default one per shard, at most 512
 */
public record ExportConf(
    List<String> formats, String to, String name, Integer shardItems, Integer partitions) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int DEFAULT_SHARD_ITEMS = 10_000;

  /**
   * Fills defaults.
   *
   * @throws IllegalArgumentException naming the setting that is wrong and what it may be
   */
  public ExportConf {
    formats = formats == null ? List.of("tfrecord", "npy") : List.copyOf(formats);
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("export.formats is empty; name tfrecord, npy or both");
    }
    formats.forEach(ExportFormat::of);
    if (to != null && to.isBlank()) {
      throw new IllegalArgumentException(
          "export.to is empty; name a folder or leave the setting out");
    }
    if (name != null && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "export.name '%s' cannot be a folder name; use letters, digits, dot, dash, underscore"
              .formatted(name));
    }
    shardItems = shardItems == null ? Integer.valueOf(DEFAULT_SHARD_ITEMS) : shardItems;
    if (shardItems < 1) {
      throw new IllegalArgumentException(
          "export.shard-items is %d; it must be 1 or more".formatted(shardItems));
    }
    if (partitions != null && partitions < 1) {
      throw new IllegalArgumentException(
          "export.partitions is %d; it must be 1 or more".formatted(partitions));
    }
  }

  /** All defaults. */
  public static ExportConf defaults() {
    return new ExportConf(null, null, null, null, null);
  }

  /** The formats, each once, in a fixed order. */
  List<ExportFormat> formatList() {
    EnumSet<ExportFormat> set = EnumSet.noneOf(ExportFormat.class);
    formats.forEach(key -> set.add(ExportFormat.of(key)));
    return List.copyOf(set);
  }
}
