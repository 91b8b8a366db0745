package dev.sluice.calls;

import dev.sluice.provider.MediaSource;
import dev.sluice.spend.WorkKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that the provider can read each content: a link as it is, a file by an upload that all
 * works on the same content share. An upload is a work of its own, at price 0, with facts of its
 * own. Thread-safe.
 */
final class Sources {
  private final String namespace;
  private final Upload.Context context;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /**
   * Sources of one task.
   *
   * @param namespace the provider's, a part of each upload's key
   */
  Sources(String namespace, Upload.Context context) {
    this.namespace = namespace;
    this.context = context;
  }

  /** How far a content's source is. */
  sealed interface State {
    /** The provider can read it. */
    record Ready() implements State {}

    /** Not yet. */
    record Wait(Duration pause) implements State {}

    /** Never: refuse the work. */
    record Broken(String code, String message) implements State {}

    /** Not in this round. */
    record Stopped(String message) implements State {}
  }

  /** Moves the content's source on by one step and says how far it is. */
  State of(Work work) {
    return isLink(work)
        ? new State.Ready()
        : uploads
            .computeIfAbsent(work.contentId(), id -> new Upload(context, key(id), work))
            .advance();
  }

  /** What to tell the provider, once {@link #of} said ready. */
  MediaSource media(Work work) {
    return isLink(work)
        ? new MediaSource.Url(work.sourceUri())
        : new MediaSource.Asset(uploads.get(work.contentId()).ref());
  }

  /** The provider says that an upload is not there any more: send it again. */
  void lost(Work work, String message) {
    Upload upload = uploads.get(work.contentId());
    if (upload != null) {
      upload.lost(message);
    }
  }

  private WorkKey key(String contentId) {
    return WorkKey.of(namespace, Works.ASSET, "", List.of(contentId), Map.of());
  }

  private static boolean isLink(Work work) {
    return work.sourceUri().startsWith("https:") || work.sourceUri().startsWith("http:");
  }
}
