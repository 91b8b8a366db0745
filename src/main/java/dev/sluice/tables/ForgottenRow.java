package dev.sluice.tables;

import java.time.Instant;

/** A tombstone: something that was taken down and must not come back. Holds no name. */
@TableInfo(
    name = "forgotten",
    comment = "What was taken down and is kept out: digests alone, no name, no content.",
    key = {"what", "digest"},
    check = "what IN ('video', 'content')")
public record ForgottenRow(
    @Comment("video: a video_id; content: the bytes of a video, whatever its name.") String what,
    @Comment("SHA-256 of the video_id, or of the hex digits of the content id.") String digest,
    @Comment("When it was taken down.") Instant at) {
  /** The table. */
  public static final Table<ForgottenRow> TABLE = Table.of(ForgottenRow.class);

  /** A video_id. */
  public static final String VIDEO = "video";

  /** A content. */
  public static final String CONTENT = "content";
}
