package dev.sluice.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a manifest can be. */
enum ManifestFormat {
  DELTA,
  CSV,
  JSONL,
  PARQUET,
  FOLDER,
  FIFTYONE,
  INDEX;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the listing is made here, and not read by Spark as a table. */
  boolean isListing() {
    return this == FOLDER || this == FIFTYONE;
  }

  /** What {@code ingest.format} may say: an index is told by its name alone. */
  private static List<ManifestFormat> namable() {
    return Arrays.stream(values()).filter(format -> format != INDEX).toList();
  }

  static ManifestFormat named(String name) {
    for (ManifestFormat format : namable()) {
      if (format.key().equals(name.strip().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "ingest.format is %s: give one of %s, or leave it out"
            .formatted(name, namable().stream().map(ManifestFormat::key).toList()));
  }

  /** The format of a single file by its name. */
  static ManifestFormat ofFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("samples.json")) {
      return FIFTYONE;
    }
    if (lower.endsWith(".parquet")) {
      return PARQUET;
    }
    if (lower.matches(".*\\.(jsonl|ndjson|json)(\\.gz)?")) {
      return JSONL;
    }
    if (lower.matches(".*\\.csv(\\.gz)?")) {
      return CSV;
    }
    throw new IllegalArgumentException(
        "the name %s does not tell what it is; set ingest.format".formatted(name));
  }

  /** The format of a folder by the names of what is in it. */
  static ManifestFormat ofFolder(List<String> names) {
    if (names.contains("_delta_log")) {
      return DELTA;
    }
    if (names.contains("samples.json")) {
      return FIFTYONE;
    }
    return names.stream().anyMatch(n -> n.endsWith(".parquet")) ? PARQUET : FOLDER;
  }
}
