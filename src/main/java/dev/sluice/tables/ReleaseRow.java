package dev.sluice.tables;

import java.time.Instant;
import java.util.Map;

/** An exported dataset. */
@TableInfo(
    name = "releases",
    comment = "One row per exported dataset, pinned to table versions, with checksums.",
    key = "release_id",
    retentionDays = 365)
public record ReleaseRow(
    @Comment("Hash of what is in it: the same input is released once.") String releaseId,
    @Comment("Name, also of its folder.") String name,
    @Comment("Formats in it, comma separated.") String formats,
    @Comment("Where it is.") String uri,
    @Comment("Items exported.") long items,
    @Comment("Items left out because nobody named them or a person excluded them.") long leftOut,
    @Comment("Versions of the tables it was made from.") Map<String, String> sourceVersions,
    @Comment("Label to index.") Map<String, String> classMap,
    @Comment("SHA-256 by file.") Map<String, String> checksums,
    @Comment("Hash of the settings.") String configHash,
    @Comment("Version of Sluice.") String codeVersion,
    @Comment("When it was made.") Instant createdAt,
    @Comment("Whether a video in it was taken down since.") boolean withdrawn,
    @Comment(value = "SQL condition that its items met; null for all items.", nullable = true)
        String filter,
    @Comment(
            value = "What else decided it: shard-items, max-per-class, seed, lens, formats.",
            nullable = true)
        Map<String, String> settings,
    @Comment(value = "Items by split and label, as split/label.", nullable = true)
        Map<String, String> counts) {
  /** The table. */
  public static final Table<ReleaseRow> TABLE = Table.of(ReleaseRow.class);
}
