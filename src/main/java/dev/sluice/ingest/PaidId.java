package dev.sluice.ingest;

import dev.sluice.media.ContentId;
import dev.sluice.media.ContentIds;
import dev.sluice.tables.VideoRow;

/**
 * The content id that a video had in the last run, under which its work was paid for: it stays as
 * long as it is true, whichever column the manifest gains or loses. Pure.
 *
 * @param known null when there is none
 */
record PaidId(ContentId known, Long sizeBytes) {
  private static final String GIVEN = "sha256:";
  private static final String SAMPLED = "s1:";

  /** That of a row, or of none. */
  static PaidId of(VideoRow row) {
    return row == null || row.contentId() == null
        ? new PaidId(null, null)
        : new PaidId(new ContentId(row.contentId()), row.sizeBytes());
  }

  /**
   * The id of a file that did not change. What we took from the bytes stays; what a manifest said
   * can be corrected there.
   *
   * @param sha256 what the manifest says now, or null
   */
  ContentId unchanged(String sha256) {
    return known != null && known.value().startsWith(GIVEN) && sha256 != null
        ? ContentIds.given(sha256)
        : known;
  }

  /** The id of bytes whose digest was just found: the known one where it has that digest. */
  ContentId or(ContentId found) {
    return is(found) ? known : found;
  }

  /** Whether it is of the same bytes: a digest of all of them is the same, whoever took it. */
  boolean is(ContentId found) {
    return known != null && found != null && known.digest().equals(found.digest());
  }

  /**
   * Whether only reading can tell if it is of a file: a digest that a manifest gives compares with
   * none of samples.
   */
  boolean needsReading(long size) {
    return known != null
        && known.value().startsWith(SAMPLED)
        && sizeBytes != null
        && sizeBytes == size;
  }
}
