package dev.sluice.export;

import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the export step; every one may be left out.
 *
 * @param formats any of {@code tfrecord}, {@code npy}, {@code tfrecord-sequence} and {@code
 *     fiftyone} (default the first two)
 * @param to folder that releases are written into; default {@code <warehouse>/_releases}
 * @param name first part of the release's name; default the job's name. The release folder is
 *     {@code <name>-<nnn>}, numbered from 001
 * @param as the release's whole name instead; a release that has it already is never overwritten
 * @param where SQL condition over the columns of {@code curated}; items that do not meet it are
 *     left out
 * @param maxPerClass items of one class at most, 1 or more; taken evenly from its recordings
 * @param seed another seed takes other items of a class that has too many (default 51)
 * @param from a release to make again, from the table versions and with the settings that {@code
 *     releases} keeps of it; {@code where}, {@code max-per-class}, {@code seed}, {@code formats}
 *     and {@code shard-items} are then that release's
 * @param licence what the dataset card says about licences and permitted use
 * @param shardItems items per file, 1 or more (default 10,000)
 * @param partitions Spark tasks that write; default one per shard, at most 512
 */
public record ExportConf(
    List<String> formats,
    String to,
    String name,
    String as,
    String where,
    Integer maxPerClass,
    Long seed,
    String from,
    String licence,
    Integer shardItems,
    Integer partitions) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int DEFAULT_SHARD_ITEMS = 10_000;
  private static final long DEFAULT_SEED = 51;

  /**
   * Fills defaults.
   *
   * @throws IllegalArgumentException naming the setting that is wrong and what it may be
   */
  public ExportConf {
    if (from != null) {
      refuseBesideFrom("formats", formats);
      refuseBesideFrom("where", where);
      refuseBesideFrom("max-per-class", maxPerClass);
      refuseBesideFrom("seed", seed);
      refuseBesideFrom("shard-items", shardItems);
    }
    formats = formats == null ? List.of("tfrecord", "npy") : List.copyOf(formats);
    if (formats.isEmpty()) {
      throw new IllegalArgumentException(
          "export.formats is empty; name any of " + ExportFormat.names());
    }
    formats.forEach(ExportFormat::of);
    if (to != null && to.isBlank()) {
      throw new IllegalArgumentException(
          "export.to is empty; name a folder or leave the setting out");
    }
    checkName("name", name);
    checkName("as", as);
    checkName("from", from);
    if (name != null && as != null) {
      throw new IllegalArgumentException(
          "export.name and export.as are both set; name numbers releases, as is one whole name");
    }
    where = where == null ? "" : where.strip();
    licence = licence == null ? "" : licence.strip();
    if (maxPerClass != null && maxPerClass < 1) {
      throw new IllegalArgumentException(
          "export.max-per-class is %d; it must be 1 or more".formatted(maxPerClass));
    }
    seed = seed == null ? Long.valueOf(DEFAULT_SEED) : seed;
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
    return new ExportConf(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The formats, each once, in a fixed order. */
  List<ExportFormat> formatList() {
    EnumSet<ExportFormat> set = EnumSet.noneOf(ExportFormat.class);
    formats.forEach(key -> set.add(ExportFormat.of(key)));
    return List.copyOf(set);
  }

  private static void checkName(String key, String name) {
    if (name != null && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "export.%s '%s' cannot be a folder name; use letters, digits, dot, dash, underscore"
              .formatted(key, name));
    }
  }

  private static void refuseBesideFrom(String key, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "export.%s is set beside export.from, which makes a release again with its own settings; leave one out"
              .formatted(key));
    }
  }
}
