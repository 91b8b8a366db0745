package dev.sluice.emulator;

import java.io.IOException;

/** The older view of the videos of an index: {@code /indexes/{id}/videos}. */
final class VideoRoutes {
  private final Indexes indexes;
  private final IndexedRoutes indexed;

  VideoRoutes(Indexes indexes, IndexedRoutes indexed) {
    this.indexes = indexes;
    this.indexed = indexed;
  }

  void to(Routes routes) {
    String all = "/indexes/{id}/videos";
    routes
        .on("GET " + all, this::list)
        .on("GET " + all + "/{id}", this::get)
        .on("PATCH " + all + "/{id}", exchange -> indexed.amend(exchange, find(exchange)))
        .on("DELETE " + all + "/{id}", exchange -> indexed.delete(exchange, find(exchange)));
  }

  /** Only what is ready is a video here. */
  private void list(Exchange exchange) throws IOException {
    Index index = indexes.get(exchange.id(0));
    Filter filter = Filter.of(exchange);
    exchange.answer(
        200,
        Paging.videos(
            exchange,
            indexed.of(index.id(), video -> video.indexed().isPresent() && filter.test(video)),
            IndexedAsset::videoRow));
  }

  private void get(Exchange exchange) throws IOException {
    IndexedAsset video = find(exchange);
    exchange.answer(200, indexed.withExtras(exchange, video, video.videoDetail()));
  }

  private IndexedAsset find(Exchange exchange) {
    String id = exchange.id(1);
    return indexed
        .find(indexes.get(exchange.id(0)), id)
        .filter(video -> video.indexed().isPresent())
        .orElseThrow(() -> ApiError.notExist(id, "videos"));
  }
}
