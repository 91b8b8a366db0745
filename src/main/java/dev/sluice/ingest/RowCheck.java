package dev.sluice.ingest;

import dev.sluice.media.ContentIds;
import dev.sluice.media.Links;
import dev.sluice.spend.WorkKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be wrong with a manifest row before its file is looked at. Pure. */
final class RowCheck {
  /** Releases hold ids at the length of their longest. */
  private static final int LONGEST_ID = 512;

  private static final int SHOWN_OF_ID = 80;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private RowCheck() {}

  /** Whether a video_id is one that tables, files and people can work with. */
  static Optional<Refusal> id(String videoId) {
    if (videoId.length() > LONGEST_ID) {
      return Optional.of(
          new Refusal(
              "bad_id",
              "the video_id has %,d characters, and at most %d can be used; give it a shorter one"
                  .formatted(videoId.length(), LONGEST_ID)));
    }
    if (CONTROL.matcher(videoId).find()) {
      return Optional.of(
          new Refusal(
              "bad_id",
              "the video_id %s holds control characters; give it one without"
                  .formatted(Links.printable(videoId))));
    }
    return Optional.empty();
  }

  /** What stands for an id that cannot be used; different ids have different ones. */
  static String shortened(String videoId) {
    String head = videoId.substring(0, Math.min(SHOWN_OF_ID, videoId.length()));
    return Links.printable(head) + " " + WorkKey.sha256(videoId).substring(0, 8);
  }

  static Optional<Refusal> check(ManifestRow row) {
    List<String> problems = new ArrayList<>();
    if (row.problem() != null) {
      problems.add(row.problem());
    }
    notBelow("start_sec", row.startSec(), 0, problems);
    above("end_sec", row.endSec(), problems);
    above("duration_sec", row.durationSec(), problems);
    above("width", row.width(), problems);
    above("height", row.height(), problems);
    notBelow("size_bytes", row.sizeBytes(), 0, problems);
    if (row.contentSha256() != null) {
      try {
        ContentIds.given(row.contentSha256());
      } catch (IllegalArgumentException e) {
        problems.add("content_sha256 is not 64 hex digits");
      }
    }
    if (!problems.isEmpty()) {
      return Optional.of(
          new Refusal(
              "unreadable_column",
              Links.printable(String.join("; ", problems)) + "; correct the manifest"));
    }
    if (row.uri() == null) {
      return Optional.of(new Refusal("null_uri", "the row has no uri; say where the file is"));
    }
    return Optional.empty();
  }

  /** Whether the manifest says another size than its store or its provider. */
  static Optional<Refusal> size(ManifestRow row, long bytes) {
    if (row.sizeBytes() == null || row.sizeBytes() == bytes) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            "size_differs",
            "the manifest says %d bytes, the file has %d; correct one of them"
                .formatted(row.sizeBytes(), bytes)));
  }

  private static void above(String column, Number value, List<String> problems) {
    if (value != null && !(value.doubleValue() > 0 && Double.isFinite(value.doubleValue()))) {
      problems.add(column + " is " + value + ", not above 0");
    }
  }

  private static void notBelow(String column, Number value, double least, List<String> problems) {
    if (value != null && !(value.doubleValue() >= least && Double.isFinite(value.doubleValue()))) {
      problems.add("%s is %s, below %.0f".formatted(column, value, least));
    }
  }
}
