package dev.sluice.ingest;

import dev.sluice.media.ContentId;
import dev.sluice.media.ContentIds;
import dev.sluice.media.Links;
import dev.sluice.media.Probe;
import dev.sluice.media.ProbeResult;
import dev.sluice.media.Seen;
import dev.sluice.media.UnreadableFile;
import dev.sluice.media.VideoFile;
import dev.sluice.provider.HeldUri;
import dev.sluice.tables.QuarantineKey;
import dev.sluice.tables.VideoRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks at one manifest row after another and says whether its video may go through. Opens a file
 * only when the manifest and the last run leave something to find out. Pays nothing.
 */
final class Examination {
  /** Manifests round; a span that ends this much after its file is still inside it. */
  static final double ROUNDING_SEC = 0.5;

  /** A length that differs by less from that of the same bytes was rounded or measured anew. */
  private static final double SAME_LENGTH_SEC = 1;

  private final String base;
  private final ModelRules rules;
  private final Supplier<Probe> probe;
  private final Configuration stores;
  private final HeldLook held;

  Examination(
      String base, ModelRules rules, Supplier<Probe> probe, Configuration stores, HeldLook held) {
    this.base = base;
    this.rules = rules;
    this.probe = probe;
    this.stores = stores;
    this.held = held;
  }

  /**
   * Looks at a row.
   *
   * @param row the row
   * @param known what the last run wrote about this video_id, or null
   */
  Examined examine(ManifestRow row, VideoRow known) {
    if (row.videoId() == null) {
      String name = row.uri() == null ? "row without video_id and uri" : nameOf(row.uri());
      return unnamed(
          QuarantineKey.numbered(name, row.nth()),
          null,
          new Refusal(Refusal.NULL_ID, "the row has no video_id; give it one"));
    }
    Optional<Refusal> badId = RowCheck.id(row.videoId());
    if (badId.isPresent()) {
      return unnamed(RowCheck.shortened(row.videoId()), row.uri(), badId.get());
    }
    if (row.nth() > 1) {
      return unnamed(
          QuarantineKey.numbered(row.videoId(), row.nth()),
          row.uri(),
          new Refusal(
              Refusal.DUPLICATE_ID,
              "another row has the video_id %s; give the row with uri %s its own"
                  .formatted(Links.printable(row.videoId()), shown(row.uri()))));
    }
    Look look = new Look(row, known);
    try {
      return look.examine();
    } catch (UnreadableFile e) {
      return look.failed(new Refusal(e.reason(), Links.printable(e.getMessage())));
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return look.failed(
          new Refusal("unreadable", Links.printable("it cannot be read: " + e.getMessage())));
    }
  }

  private static String shown(String uri) {
    return uri == null ? "null" : Links.printable(Links.shown(uri));
  }

  /** What stands for a row without an id, the same however its link is written. */
  private static String nameOf(String uri) {
    String sent;
    try {
      sent = Uris.bare(uri);
    } catch (IllegalArgumentException e) {
      sent = uri;
    }
    return QuarantineKey.unnamed(sent);
  }

  /**
   * A row that is no video.
   *
   * @param uri null while it has no id
   */
  private static Examined unnamed(String key, String uri, Refusal refusal) {
    return new Examined(
        key,
        null,
        refusal.reason(),
        refusal.detail(),
        refusal.replayable(),
        false,
        false,
        null,
        uri == null ? null : nameOf(uri));
  }

  /** One row being looked at: what has been found out so far. */
  private final class Look {
    private final ManifestRow row;
    private final VideoRow known;
    private final PaidId paid;
    private String uri = "";
    private Long sizeBytes;
    private String tag;
    private Measured measured;
    private ContentId contentId;
    private boolean opened;

    Look(ManifestRow row, VideoRow known) {
      this.row = row;
      this.known = known;
      this.paid = PaidId.of(known);
      this.measured = new Measured(row.durationSec(), row.width(), row.height(), null);
    }

    Examined examine() throws IOException {
      Optional<Refusal> wrong = RowCheck.check(row);
      if (wrong.isPresent()) {
        return refused(wrong.get());
      }
      if (HeldUri.names(row.uri())) {
        return held();
      }
      try {
        uri = Uris.resolve(base, row.uri());
      } catch (IllegalArgumentException e) {
        return refused(new Refusal("bad_uri", Links.printable(e.getMessage())));
      }
      VideoFile file = VideoFile.at(uri, stores);
      Seen seen = file.seen();
      Optional<Refusal> otherSize = RowCheck.size(row, seen.sizeBytes());
      if (otherSize.isPresent()) {
        return refused(otherSize.get());
      }
      sizeBytes = seen.sizeBytes();
      tag = seen.tag();
      if (unchanged()) {
        if (known.status().equals(VideoRow.REJECTED)) {
          Refusal before = new Refusal(known.reason(), known.detail());
          if (before.cameFromReading()) {
            return refused(before);
          }
        }
        learn(Measured.known(known));
        contentId = paid.unchanged(row.contentSha256());
      }
      if (contentId == null && row.contentSha256() != null && !paid.needsReading(sizeBytes)) {
        contentId = paid.or(ContentIds.given(row.contentSha256()));
      }
      if (sizeBytes == 0) {
        return refused(
            new Refusal("empty_file", "0 bytes; the copy never started, copy the file again"));
      }
      // What is known already may refuse it without opening it.
      Optional<Refusal> broken = measured.isComplete() ? judge() : Optional.empty();
      if (broken.isEmpty() && (!measured.isComplete() || contentId == null)) {
        broken = open(file).or(this::judge);
      }
      // A server may fail while FFmpeg reads from it, which comes back as a finding.
      return broken.map(this::failed).orElseGet(() -> accepted(null));
    }

    /**
     * A store that does not answer says nothing about a file: what was accepted there stays, so
     * that an outage takes nothing out of a dataset and has no cluster asked about anew.
     */
    Examined failed(Refusal refusal) {
      if (!refusal.saysNothingOfTheFile() || tag != null || !wasUsable()) {
        return refused(refusal);
      }
      sizeBytes = known.sizeBytes();
      tag = known.seenTag();
      learn(Measured.known(known));
      contentId = paid.known();
      return judged(refusal.detail());
    }

    private boolean wasUsable() {
      return known != null
          && !known.status().equals(VideoRow.REJECTED)
          && known.contentId() != null
          && isSameLink();
    }

    // The same file, whatever signature its link has today.
    private boolean isSameLink() {
      return Links.identity(known.uri()).equals(Links.identity(uri));
    }

    /** A video that the provider has: nothing is opened. */
    private Examined held() {
      uri = row.uri();
      HeldLook.Found found = held.find(row, known);
      if (found instanceof HeldLook.Found.Nothing nothing) {
        return refused(nothing.refusal());
      }
      HeldLook.Found.Video video = (HeldLook.Found.Video) found;
      uri = video.uri();
      sizeBytes = video.sizeBytes();
      tag = video.tag();
      measured = video.measured();
      contentId = video.contentId();
      return judged(null);
    }

    private Examined judged(String unseen) {
      return judge().map(this::refused).orElseGet(() -> accepted(unseen));
    }

    private boolean unchanged() {
      return known != null
          && tag != null
          && isSameLink()
          && known.sizeBytes() != null
          && known.sizeBytes().equals(sizeBytes)
          && tag.equals(known.seenTag());
    }

    private Optional<Refusal> open(VideoFile file) throws IOException {
      opened = true;
      if (measured.isComplete()) {
        contentId = identity(file.contentId());
        return Optional.empty();
      }
      if (file.isLink()) {
        Optional<Refusal> bad = take(probe.get().probe(file, sizeBytes));
        if (bad.isEmpty() && contentId == null) {
          contentId = identity(file.contentId());
        }
        return bad;
      }
      try (VideoFile.OnDisk disk = file.onDisk()) {
        Optional<Refusal> bad = take(probe.get().probe(disk.path()));
        if (bad.isEmpty() && contentId == null) {
          contentId = identity(ContentIds.of(disk.path()));
        }
        return bad;
      }
    }

    private Optional<Refusal> take(ProbeResult result) {
      if (result instanceof ProbeResult.Unreadable bad) {
        return Optional.of(new Refusal(bad.reason(), Links.printable(bad.detail())));
      }
      learn(Measured.of(((ProbeResult.Facts) result).facts()));
      return Optional.empty();
    }

    // What the manifest says refuses no file that was measured.
    private void learn(Measured found) {
      measured = measured.or(found);
      if (found.wasMeasured() && brokenRule().isPresent()) {
        measured = found;
      }
    }

    private ContentId identity(ContentId read) {
      return paid.is(read) || row.contentSha256() == null
          ? paid.or(read)
          : ContentIds.given(row.contentSha256());
    }

    private Optional<Refusal> judge() {
      // Works on parts are known by their ends: another length would pay for the same bytes again.
      if (contentId != null
          && contentId.equals(paid.known())
          && !known.status().equals(VideoRow.REJECTED)
          && measured.isAbout(known.durationSec(), SAME_LENGTH_SEC)) {
        measured = measured.lasting(known.durationSec());
      }
      return brokenRule();
    }

    private Optional<Refusal> brokenRule() {
      double start = row.startSec() == null ? 0 : row.startSec();
      double end = row.endSec() == null ? measured.durationSec() : row.endSec();
      if (!(end > start) || end > measured.durationSec() + ROUNDING_SEC) {
        return Optional.of(
            new Refusal(
                "bad_span",
                "the span %s to %s s is not inside the %s s of the file"
                    .formatted(start, end, measured.durationSec())));
      }
      return rules
          .violation(measured.facts(end - start, sizeBytes == null ? 0 : sizeBytes))
          .map(v -> new Refusal(v.reason(), v.detail()));
    }

    private Examined accepted(String unseen) {
      VideoRow video = video(VideoRow.ACCEPTED, null, tag);
      return new Examined(
          row.videoId(),
          video,
          null,
          null,
          false,
          opened,
          acceptedBefore(),
          unseen,
          nameOf(row.uri()));
    }

    Examined refused(Refusal refusal) {
      return new Examined(
          row.videoId(),
          video(VideoRow.REJECTED, refusal, refusal.holdsWhileUnchanged() ? tag : null),
          refusal.reason(),
          refusal.detail(),
          refusal.replayable(),
          opened,
          acceptedBefore(),
          null,
          row.uri() == null ? null : nameOf(row.uri()));
    }

    private boolean acceptedBefore() {
      return known != null && known.status().equals(VideoRow.ACCEPTED);
    }

    // A span with one end is completed; one that begins with the file and has no end is the file.
    private Double start() {
      return row.startSec() == null && row.endSec() != null
          ? Double.valueOf(0)
          : endsItself() ? null : row.startSec();
    }

    private Double end() {
      return row.endSec() == null && row.startSec() != null && !endsItself()
          ? measured.durationSec()
          : row.endSec();
    }

    private boolean endsItself() {
      return row.endSec() == null && row.startSec() != null && row.startSec() == 0;
    }

    private VideoRow video(String status, Refusal refusal, String seenTag) {
      return new VideoRow(
          row.videoId(),
          uri.isEmpty() && row.uri() != null ? row.uri() : uri,
          status,
          refusal == null ? null : refusal.reason(),
          refusal == null ? null : refusal.detail(),
          contentId == null ? null : contentId.value(),
          null,
          measured.durationSec(),
          measured.width(),
          measured.height(),
          measured.fps(),
          sizeBytes,
          seenTag,
          start(),
          end(),
          row.sourceId() == null ? row.videoId() : row.sourceId(),
          row.split(),
          row.label(),
          row.capturedAt(),
          row.cameraId(),
          row.site(),
          row.zone(),
          row.title(),
          row.transcript(),
          row.attributes());
    }
  }
}
