package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoFilter;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** {@code /indexes/{id}/indexed-assets}, and its older view {@code /indexes/{id}/videos}. */
final class StoredVideos implements IndexedVideos {
  private final Client client;
  private final IndexEndpoints endpoints;
  private final ProviderRef index;
  private final View view;

  StoredVideos(Client client, IndexEndpoints endpoints, ProviderRef index, View view) {
    this.client = client;
    this.endpoints = endpoints;
    this.index = index;
    this.view = view;
  }

  /** A part of the path. */
  enum View {
    ALL("indexed-assets"),
    READY("videos");

    private final String path;

    View(String path) {
      this.path = path;
    }
  }

  @Override
  public List<IndexedVideo> list(VideoFilter filter) {
    List<IndexedVideo> all = pages(filter).all(VideoRow::id, VideoRow::video);
    all.sort(Comparator.comparing(IndexedVideo::createdAt).reversed());
    return all;
  }

  @Override
  public Iterator<IndexedVideo> each(VideoFilter filter) {
    return pages(filter).each(VideoRow::video);
  }

  private Pages<VideoRow> pages(VideoFilter filter) {
    if (view == View.READY && !filter.statuses().isEmpty()) {
      throw new IllegalArgumentException("the view of ready videos cannot be asked for a status");
    }
    Map<String, String> query = FilterQuery.of(filter);
    return new Pages<>(
        "videos of index " + index.id(),
        VideoRow.class,
        client.refusals(),
        client.heard(),
        page ->
            client.read(
                sent ->
                    endpoints.videos(
                        index.id(),
                        view.path,
                        filter.statuses(),
                        query,
                        page,
                        Listing.PAGE_LIMIT,
                        sent)));
  }

  @Override
  public CallOutcome look(ProviderRef video) {
    return look(Operation.INDEXED, video, List.of());
  }

  @Override
  public IndexedVideo read(byte[] answer) {
    return Json.read(answer, VideoRow.class)
        .map(VideoRow::video)
        .orElseThrow(() -> new IllegalArgumentException("not a video of an index"));
  }

  @Override
  public CallOutcome stored(ProviderRef video, String model, List<String> modalities) {
    if (modalities.isEmpty()) {
      throw new IllegalArgumentException("name at least one modality whose vectors are wanted");
    }
    CallOutcome found = look(Operation.STORED, video, modalities);
    if (!(found instanceof CallOutcome.Done done)) {
      return found;
    }
    // The name in the answer, not who served it: an emulator serves every model by its own.
    String stored = StoredAnswer.model(done.answer());
    return stored.equals(model)
        ? done
        : new CallOutcome.Refused(
            "another_model",
            "index %s keeps vectors of %s, not of %s"
                .formatted(
                    index.id(), stored.isEmpty() ? "a model it does not name" : stored, model));
  }

  @Override
  public List<EmbeddedSegment> segments(byte[] answer) {
    return StoredAnswer.segments(answer);
  }

  private CallOutcome look(Operation operation, ProviderRef video, List<String> modalities) {
    return client.look(
        operation,
        video,
        sent -> endpoints.video(index.id(), view.path, video.id(), modalities, sent));
  }
}
