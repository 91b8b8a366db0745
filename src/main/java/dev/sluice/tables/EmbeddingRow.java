package dev.sluice.tables;

/** A vector of a content; names of videos are joined by views. */
@TableInfo(
    name = "embeddings",
    comment = "One row per content, segment and lens. Vectors as the provider gave them.",
    key = {"content_id", "lens", "scope", "start_sec", "end_sec"},
    retentionDays = 365,
    statsColumns = 8,
    check = "scope IN ('clip', 'video')")
public record EmbeddingRow(
    @Comment("Content the vector is of.") String contentId,
    @Comment("Embedding space: provider/model/modality.") String lens,
    @Comment("clip or video.") String scope,
    @Comment("Position among the segments of its scope, from 0.") int segmentNo,
    @Comment("Start, seconds.") double startSec,
    @Comment("End, seconds.") double endSec,
    @Comment("Length of the vector.") int dim,
    @Comment("The work it came from; a free one for vectors that an index kept.") String workKey,
    @Comment("The vector.") float[] vector) {
  /** The table. */
  public static final Table<EmbeddingRow> TABLE = Table.of(EmbeddingRow.class);
}
