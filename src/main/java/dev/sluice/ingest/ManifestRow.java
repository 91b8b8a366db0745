package dev.sluice.ingest;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A video, or a span of one, as the user knows it. Never written: the table is the user's. */
@TableInfo(
    name = "manifest",
    comment = "One row per video, or span of one, as the user knows it.",
    key = "video_id")
record ManifestRow(
    @Comment(value = "The user's own id of the video.", nullable = true) String videoId,
    @Comment(value = "Where the file is; relative to the manifest's folder.", nullable = true)
        String uri,
    @Comment(value = "Start of the span inside the file, seconds.", nullable = true)
        Double startSec,
    @Comment(value = "End of the span inside the file, seconds.", nullable = true) Double endSec,
    @Comment(value = "The recording it was cut from.", nullable = true) String sourceId,
    @Comment(value = "Split it must be in.", nullable = true) String split,
    @Comment(value = "Ground truth; never sent anywhere.", nullable = true) String label,
    @Comment(value = "When it was filmed.", nullable = true) Instant capturedAt,
    @Comment(value = "Camera that filmed it.", nullable = true) String cameraId,
    @Comment(value = "Site where it was filmed.", nullable = true) String site,
    @Comment(value = "Zone of the site.", nullable = true) String zone,
    @Comment(value = "Length of the file in seconds, when known.", nullable = true)
        Double durationSec,
    @Comment(value = "Picture width in pixels, when known.", nullable = true) Integer width,
    @Comment(value = "Picture height in pixels, when known.", nullable = true) Integer height,
    @Comment(value = "Size of the file in bytes, when known.", nullable = true) Long sizeBytes,
    @Comment(value = "SHA-256 of the file, 64 hex digits, when known.", nullable = true)
        String contentSha256,
    @Comment(value = "Title.", nullable = true) String title,
    @Comment(value = "What is said in it.", nullable = true) String transcript,
    @Comment("All other columns.") Map<String, String> attributes,
    @Comment(value = "What in this row could not be read.", nullable = true) String problem,
    @Comment("Which of the rows with this video_id it is, from 1.") int nth,
    @Comment(value = "Frames per second, where a provider's list says so.", nullable = true)
        Double listedFps) {
  /** Its columns. */
  static final Table<ManifestRow> TABLE = Table.of(ManifestRow.class);

  /** Columns that are made here; one of the user's of that name is an attribute. */
  static final Set<String> MADE_HERE = Set.of("problem", "nth", "listed_fps");

  /** A video that somebody else's list shows, with what it says; null for what it does not say. */
  static ManifestRow listed(
      String videoId,
      String uri,
      String split,
      String label,
      Measured measured,
      Long sizeBytes,
      String title,
      Map<String, String> attributes) {
    return new ManifestRow(
        videoId,
        uri,
        null,
        null,
        null,
        split,
        label,
        null,
        null,
        null,
        null,
        measured.durationSec(),
        measured.width(),
        measured.height(),
        sizeBytes,
        null,
        title,
        null,
        attributes,
        null,
        1,
        measured.fps());
  }
}
