package dev.sluice.calls;

import dev.sluice.media.Links;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that the provider can read each content: a link as it is, a file by an upload that all
 * works on the same content share, a signed link where S3 was chosen to be read so, or what the
 * provider already has, which is neither sent nor ever deleted. An upload is a work of its own, at
 * price 0, with facts of its own. Thread-safe.
 */
final class Sources {
  /** Longer than any queue of theirs that we have heard of; links end with their credentials. */
  private static final Duration LINK_LIFE = Duration.ofHours(12);

  private final ProviderConf provider;
  private final Upload.Context context;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, String> gone = new ConcurrentHashMap<>();

  /**
   * Sources of one task.
   *
   * @param provider who reads them
   */
  Sources(ProviderConf provider, Upload.Context context) {
    this.provider = provider;
    this.context = context;
  }

  /** How far a content's source is. */
  sealed interface State {
    /** The provider can read it. */
    record Ready() implements State {}

    /** Not yet. */
    record Wait(Duration pause) implements State {}

    /** Not yet, but it came further. */
    record Moved(Duration pause) implements State {}

    /** Never: refuse the work. */
    record Broken(String code, String message) implements State {}

    /** The file is not there, or another one: that may change, so the work stays open. */
    record Unread(String message) implements State {}

    /** Its store or the provider failed, which says nothing about the file: later. */
    record Fault(String message) implements State {}

    /** Not in this round. */
    record Stopped(String message) implements State {}
  }

  /** Moves the content's source on by one step and says how far it is. */
  State of(CallRequest request) {
    Work work = request.work();
    if (Works.EMBED_TEXT.equals(work.operation())) {
      return new State.Ready();
    }
    return switch (SourceChoice.of(work.sourceUri(), provider.s3())) {
      case LINK -> new State.Ready();
      case SIGNED_LINK -> signable(work);
      case HELD -> held(work);
      case UPLOAD ->
          uploads
              .computeIfAbsent(work.contentId(), id -> new Upload(context, key(id), request))
              .advance();
    };
  }

  /** What to tell the provider, once {@link #of} said ready; empty when it is lost since. */
  Optional<MediaSource> media(Work work) {
    return switch (SourceChoice.of(work.sourceUri(), provider.s3())) {
      case LINK -> Optional.of(new MediaSource.Url(work.sourceUri()));
      case SIGNED_LINK -> Optional.of(new MediaSource.Url(signed(work)));
      case HELD -> HeldUri.parse(work.sourceUri()).asset().map(MediaSource.Asset::new);
      case UPLOAD -> uploads.get(work.contentId()).ref().map(MediaSource.Asset::new);
    };
  }

  /**
   * The provider says that an asset is not there any more: an upload is sent again, what it had by
   * itself is gone.
   *
   * @param sent what it was told
   */
  void lost(Work work, MediaSource sent, String message) {
    if (SourceChoice.of(work.sourceUri(), provider.s3()) == SourceChoice.HELD) {
      gone.put(work.contentId(), message);
    }
    Upload upload = uploads.get(work.contentId());
    if (upload != null && sent instanceof MediaSource.Asset asset) {
      upload.lost(asset.ref(), message);
    }
  }

  private WorkKey key(String contentId) {
    return WorkKey.of(provider.name(), Works.ASSET, "", List.of(contentId), Map.of());
  }

  private State held(Work work) {
    String lost = gone.get(work.contentId());
    if (lost != null) {
      return new State.Broken(
          "asset_gone",
          "the provider does not have this video any more: %s. Give the manifest a file, or another asset"
              .formatted(lost));
    }
    return HeldUri.parse(work.sourceUri()).asset().isPresent()
        ? new State.Ready()
        : new State.Broken("no_asset", "no asset is known of " + Links.shown(work.sourceUri()));
  }

  private State signable(Work work) {
    try {
      signed(work);
      return new State.Ready();
    } catch (UncheckedIOException e) {
      return new State.Fault(e.getCause().getMessage());
    }
  }

  private String signed(Work work) {
    try {
      return context.tools().files().link(work.sourceUri(), LINK_LIFE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
