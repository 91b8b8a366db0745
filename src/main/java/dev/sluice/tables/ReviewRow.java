package dev.sluice.tables;

import java.time.Instant;

/** A person's decision; applied over model labels, pays nothing. */
@TableInfo(
    name = "reviews",
    comment = "Decisions of people on items and clusters, append-only; the latest one counts.",
    key = {"kind", "key", "at"},
    retentionDays = 365,
    check = "kind IN ('video', 'cluster_of')")
public record ReviewRow(
    @Comment("video: one video; cluster_of: the whole cluster that the video is in.") String kind,
    @Comment("The video_id.") String key,
    @Comment(value = "The label decided; null when excluded.", nullable = true) String label,
    @Comment("Whether to leave it out of the dataset.") boolean exclude,
    @Comment("Who decided.") String reviewer,
    @Comment(value = "Why.", nullable = true) String reason,
    @Comment("When.") Instant at) {
  /** The table. */
  public static final Table<ReviewRow> TABLE = Table.of(ReviewRow.class);
}
