package dev.sluice.export;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ReleaseRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What decides which items are in a release and how its shards are cut.
 *
 * @param versions versions of the tables that are read
 * @param where SQL condition over curated; empty for all items
 * @param maxPerClass items of a class at most; 0 for all
 * @param seed decides which items of a class that has too many
 * @param formats what is written
 * @param shardItems items per shard at most
 * @param madeFrom the release that is repeated; empty for none
 */
record Recipe(
    Map<String, String> versions,
    String where,
    int maxPerClass,
    long seed,
    List<ExportFormat> formats,
    int shardItems,
    Optional<ReleaseRow> madeFrom) {
  private static final String CAP = "max-per-class";
  private static final String SEED = "seed";
  private static final String SHARD = "shard-items";

  /** A release of the tables as they are. */
  static Recipe of(ExportConf conf, Map<String, String> versions) {
    return new Recipe(
        versions,
        conf.where(),
        conf.maxPerClass() == null ? 0 : conf.maxPerClass(),
        conf.seed(),
        conf.formatList(),
        conf.shardItems(),
        Optional.empty());
  }

  /**
   * A release that was made before, again.
   *
   * @param name the release
   * @param known all releases there were
   */
  static Recipe again(String name, List<ReleaseRow> known) {
    ReleaseRow row =
        known.stream()
            .filter(r -> r.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new StepStopped(
                        ExitCode.USAGE,
                        "export.from: there is no release %s; there are %s"
                            .formatted(name, known.stream().map(ReleaseRow::name).toList())));
    if (row.withdrawn()) {
      throw new StepStopped(
          ExitCode.USAGE,
          "export.from: release %s is withdrawn, for a video in it was taken down; export a new one without export.from"
              .formatted(name));
    }
    if (row.settings() == null) {
      throw new StepStopped(
          ExitCode.USAGE,
          "export.from: release %s was made by Sluice %s, which did not keep its settings; it cannot be made again by name"
              .formatted(name, row.codeVersion()));
    }
    return of(row);
  }

  /** What decided an earlier release; one that kept no settings had none but its condition. */
  static Recipe of(ReleaseRow row) {
    Map<String, String> settings = row.settings() == null ? Map.of() : row.settings();
    return new Recipe(
        row.sourceVersions(),
        row.filter() == null ? "" : row.filter(),
        Integer.parseInt(settings.getOrDefault(CAP, "0")),
        Long.parseLong(settings.getOrDefault(SEED, "0")),
        Arrays.stream(row.formats().split(",", -1)).map(ExportFormat::of).toList(),
        Integer.parseInt(settings.getOrDefault(SHARD, "0")),
        Optional.of(row));
  }

  /** The settings, for the record. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put(SHARD, Integer.toString(shardItems));
    if (maxPerClass > 0) {
      settings.put(CAP, Integer.toString(maxPerClass));
      settings.put(SEED, Long.toString(seed));
    }
    madeFrom.ifPresent(row -> settings.put("made-from", row.name()));
    return settings;
  }

  /** What of it makes another release of the same items. */
  Map<String, String> identity() {
    Map<String, String> identity = new TreeMap<>();
    identity.put("formats", String.join(",", formats.stream().map(Enum::name).toList()));
    if (!where.isEmpty()) {
      identity.put("where", where);
    }
    if (maxPerClass > 0) {
      identity.put(CAP, Integer.toString(maxPerClass));
      identity.put(SEED, Long.toString(seed));
    }
    return identity;
  }
}
