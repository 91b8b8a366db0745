package dev.sluice.ingest;

import dev.sluice.media.ContentId;
import dev.sluice.media.ContentIds;
import dev.sluice.media.Links;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.tables.VideoRow;
import java.util.Optional;

/**
 * Asks the provider about videos that it has. Once it hears that no further call can succeed it
 * asks no more. Pays nothing.
 */
final class HeldLook {
  private final HeldVideos held;
  private Refusal stopped;

  HeldLook(HeldVideos held) {
    this.held = held;
  }

  /** What is known of a video in the end. */
  sealed interface Found {
    /**
     * It is ready, and its facts are complete.
     *
     * @param uri names it with its asset
     * @param tag what its facts were taken from
     * @param sizeBytes null where the provider does not say
     */
    record Video(String uri, String tag, Long sizeBytes, Measured measured, ContentId contentId)
        implements Found {}

    /** It cannot be used. */
    record Nothing(Refusal refusal) implements Found {}
  }

  /**
   * Finds out about a video: from the last run, from the list that the row came from, or by asking.
   *
   * @param row names something that the provider has
   * @param known what the last run wrote about it, or null
   */
  Found find(ManifestRow row, VideoRow known) {
    HeldUri wanted;
    try {
      wanted = HeldUri.parse(row.uri());
    } catch (IllegalArgumentException e) {
      return nothing("bad_uri", e.getMessage());
    }
    if (wanted.isWholeIndex()) {
      return nothing("bad_uri", row.uri() + " is a whole index: give it as ingest.manifest");
    }
    Measured given = new Measured(row.durationSec(), row.width(), row.height(), row.listedFps());
    // Facts that refused it may be those of a manifest that was corrected.
    if (wasFound(wanted, known)
        && (given.isComplete() || !known.status().equals(VideoRow.REJECTED))) {
      return video(
          row,
          HeldUri.parse(known.uri()),
          known.sizeBytes(),
          given.or(Measured.known(known)),
          PaidId.of(known).unchanged(row.contentSha256()));
    }
    if (wanted.index().isPresent() && wanted.asset().isPresent() && given.isComplete()) {
      return video(row, wanted, row.sizeBytes(), given, null);
    }
    if (stopped != null) {
      return new Found.Nothing(stopped);
    }
    return held.look(wanted).fold(new Reading(row, wanted, given));
  }

  private boolean wasFound(HeldUri wanted, VideoRow known) {
    if (known == null || known.seenTag() == null || !HeldUri.names(known.uri())) {
      return false;
    }
    HeldUri before = HeldUri.parse(known.uri());
    boolean same = before.equals(wanted) || before.from(Optional.empty()).equals(wanted);
    return same && before.asset().isPresent() && known.seenTag().equals(tag(before));
  }

  private Found video(
      ManifestRow row, HeldUri uri, Long sizeBytes, Measured measured, ContentId known) {
    if (!measured.isComplete()) {
      return nothing(
          "no_facts",
          "the provider shows no length or no picture size of it: give duration_sec, width and"
              + " height, or the file of a video");
    }
    ContentId content = known;
    if (content == null) {
      content =
          row.contentSha256() != null
              ? ContentIds.given(row.contentSha256())
              : ContentIds.held(held.namespace(), uri.asset().orElseThrow().id());
    }
    return new Found.Video(uri.toString(), tag(uri), sizeBytes, measured, content);
  }

  // Another provider does not have it, even where the ids are the same.
  private String tag(HeldUri uri) {
    return held.namespace() + "/" + uri.asset().orElseThrow().id();
  }

  private static Found nothing(String reason, String detail) {
    return new Found.Nothing(new Refusal(reason, Links.printable(detail)));
  }

  /** What an answer means for a row of the manifest. */
  private final class Reading implements CallOutcome.Cases<Found> {
    private final ManifestRow row;
    private final HeldUri wanted;
    private final Measured given;

    Reading(ManifestRow row, HeldUri wanted, Measured given) {
      this.row = row;
      this.wanted = wanted;
      this.given = given;
    }

    @Override
    public Found done(CallOutcome.Done done) {
      HeldVideo seen = held.read(wanted, done.answer());
      if (seen.uri().asset().isEmpty()) {
        return nothing(
            "no_asset",
            "the provider shows no asset of it, and embed and analyze need one: give its file");
      }
      IndexedVideo.Shown shown = seen.shown();
      Long size = shown.sizeBytes().isPresent() ? (Long) shown.sizeBytes().getAsLong() : null;
      Optional<Refusal> otherSize = size == null ? Optional.empty() : RowCheck.size(row, size);
      if (otherSize.isPresent()) {
        return new Found.Nothing(otherSize.get());
      }
      return video(
          row,
          seen.uri(),
          size == null ? row.sizeBytes() : size,
          given.or(Measured.of(shown)),
          null);
    }

    @Override
    public Found pending(CallOutcome.Pending pending) {
      return nothing(
          "asset_not_ready",
          "the provider is not done with it, or could not say; run again in some minutes");
    }

    @Override
    public Found refused(CallOutcome.Refused refused) {
      return nothing("asset_refused", refused.message() + "; check its uri in the manifest");
    }

    @Override
    public Found failed(CallOutcome.Failed failed) {
      return nothing(
          "asset_failed", "the provider gave it up: %s; give its file".formatted(failed.message()));
    }

    @Override
    public Found sourceGone(CallOutcome.SourceGone gone) {
      return nothing(
          Refusal.UNKNOWN_ASSET,
          gone.message() + "; check the ids in its uri, and whose key is used");
    }

    @Override
    public Found unsure(CallOutcome.Unsure unsure) {
      return pending(null);
    }

    @Override
    public Found throttled(CallOutcome.Throttled throttled) {
      return pending(null);
    }

    @Override
    public Found later(CallOutcome.Later later) {
      return pending(null);
    }

    @Override
    public Found unread(CallOutcome.Unread unread) {
      return pending(null);
    }

    @Override
    public Found fatal(CallOutcome.Fatal fatal) {
      stopped = new Refusal(Refusal.PROVIDER_STOPPED, fatal.message());
      return new Found.Nothing(stopped);
    }
  }
}
