package dev.sluice.tables;

import dev.sluice.provider.Span;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A video as the user names it, with what was measured about it. Current state, one row each. */
@TableInfo(
    name = "videos",
    comment = "One row per video_id: what it is, whether it is accepted, and why not.",
    key = "video_id",
    retentionDays = 365,
    check = "status IN ('accepted', 'duplicate', 'rejected')")
public record VideoRow(
    @Comment("The user's own id of the video.") String videoId,
    @Comment("Where the file is.") String uri,
    @Comment("accepted, duplicate (same content as duplicate_of) or rejected.") String status,
    @Comment(value = "Why it was rejected: a code in lower snake case.", nullable = true)
        String reason,
    @Comment(value = "Why, in a sentence.", nullable = true) String detail,
    @Comment(value = "Identity of the bytes; null when they could not be read.", nullable = true)
        String contentId,
    @Comment(value = "The accepted video_id with the same content.", nullable = true)
        String duplicateOf,
    @Comment(value = "Length in seconds.", nullable = true) Double durationSec,
    @Comment(value = "Picture width in pixels.", nullable = true) Integer width,
    @Comment(value = "Picture height in pixels.", nullable = true) Integer height,
    @Comment(value = "Frames per second.", nullable = true) Double fps,
    @Comment(value = "Size of the file in bytes.", nullable = true) Long sizeBytes,
    @Comment(
            value = "What the content id was taken from: etag or modification time.",
            nullable = true)
        String seenTag,
    @Comment(value = "Start of this video inside its file, seconds.", nullable = true)
        Double startSec,
    @Comment(value = "End of this video inside its file, seconds.", nullable = true) Double endSec,
    @Comment("The recording it was cut from; its own id when it is one by itself.") String sourceId,
    @Comment(value = "Split given by the manifest.", nullable = true) String split,
    @Comment(value = "Ground truth from the manifest; never sent anywhere.", nullable = true)
        String groundTruth,
    @Comment(value = "When it was filmed.", nullable = true) Instant capturedAt,
    @Comment(value = "Camera that filmed it.", nullable = true) String cameraId,
    @Comment(value = "Site where it was filmed.", nullable = true) String site,
    @Comment(value = "Zone of the site.", nullable = true) String zone,
    @Comment(value = "Title from the manifest.", nullable = true) String title,
    @Comment(value = "Transcript from the manifest.", nullable = true) String transcript,
    @Comment("Everything else that the manifest said.") Map<String, String> attributes) {
  /** The table. */
  public static final Table<VideoRow> TABLE = Table.of(VideoRow.class);

  /** Status of a video that goes through. */
  public static final String ACCEPTED = "accepted";

  /** Status of a second name of a content. */
  public static final String DUPLICATE = "duplicate";

  /** Status of a video that was refused. */
  public static final String REJECTED = "rejected";

  /**
   * The part of the file that this video is; empty for all of it. A start without an end reaches to
   * the end of the file, an end without a start begins with it.
   */
  public Optional<Span> span() {
    return startSec == null && endSec == null
        ? Optional.empty()
        : Optional.of(
            new Span(startSec == null ? 0 : startSec, endSec == null ? durationSec : endSec));
  }
}
