package dev.sluice.twelvelabs;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.Models;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import java.util.List;

/** Body of {@code POST /embed-v2/tasks}. Null fields are left out. */
record EmbedBody(String inputType, String modelName, Video video) {
  private static final String NEWER = "marengo3.5";
  private static final List<String> SEPARATE_AND_FUSED =
      List.of("separate_embedding", "fused_embedding");

  static EmbedBody of(EmbedRequest request, MediaSource source) {
    return new EmbedBody(
        "video",
        request.model(),
        new Video(
            Source.of(source),
            request.span().map(Span::startSec).orElse(null),
            request.span().map(Span::endSec).orElse(null),
            cut(request),
            request.modalities().stream().filter(m -> !m.equals(Models.FUSED)).toList(),
            request.modalities().contains(Models.FUSED) ? SEPARATE_AND_FUSED : null,
            request.scopes().stream()
                .map(scope -> scope == Scope.CLIP ? "clip" : "asset")
                .toList()));
  }

  /** Whether a model wants the newer shapes. */
  static boolean isNewer(String model) {
    return model.equals(NEWER);
  }

  /** The newer model wants it wrapped, and refuses the plain one. */
  private static Object cut(EmbedRequest request) {
    Cut cut = Cut.of(request.segmentation());
    return isNewer(request.model()) ? new Wrapped(cut) : cut;
  }

  record Wrapped(Cut temporal) {}

  record Video(
      Source mediaSource,
      Double startSec,
      Double endSec,
      Object segmentation,
      List<String> embeddingOption,
      List<String> embeddingType,
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
