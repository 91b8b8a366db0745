package dev.sluice.twelvelabs;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import java.util.List;

/** Body of {@code POST /embed-v2/tasks}. Null fields are left out. */
record EmbedBody(String inputType, String modelName, Video video) {

  static EmbedBody of(EmbedRequest request, MediaSource source) {
    return new EmbedBody(
        "video",
        request.model(),
        new Video(
            Source.of(source),
            request.span().map(Span::startSec).orElse(null),
            request.span().map(Span::endSec).orElse(null),
            Cut.of(request.segmentation()),
            request.modalities(),
            List.of("clip", "asset")));
  }

  record Video(
      Source mediaSource,
      Double startSec,
      Double endSec,
      Cut segmentation,
      List<String> embeddingOption,
      List<String> embeddingScope) {}

  record Source(String url, String assetId) {
    static Source of(MediaSource source) {
      return source instanceof MediaSource.Asset asset
          ? new Source(null, asset.ref().id())
          : new Source(((MediaSource.Url) source).url(), null);
    }
  }

  record Cut(String strategy, Fixed fixed, Dynamic dynamic) {
    static Cut of(Segmentation segmentation) {
      return segmentation instanceof Segmentation.Fixed fixed
          ? new Cut("fixed", new Fixed(fixed.durationSec()), null)
          : new Cut(
              "dynamic", null, new Dynamic(((Segmentation.Dynamic) segmentation).minDurationSec()));
    }
  }

  record Fixed(double durationSec) {}

  record Dynamic(double minDurationSec) {}
}
