package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoFilter;
import dev.sluice.provider.VideoProvider;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * What the provider of a job already has, over the client that its paid calls use too. Pays
 * nothing.
 *
 * @param provider where to connect
 */
public record HeldAt(ProviderConf provider) implements HeldVideos {
  private static final long serialVersionUID = 1L;

  @Override
  public String namespace() {
    return provider.name();
  }

  @Override
  public CallOutcome index(ProviderRef index) {
    return connected(at -> at.indexes().look(index));
  }

  @Override
  public Iterator<IndexedVideo> ready(ProviderRef index) {
    return Providers.of(provider).indexes().videos(index).each(VideoFilter.ALL.orStatus("ready"));
  }

  @Override
  public CallOutcome look(HeldUri video) {
    return connected(
        at ->
            video.index().isPresent()
                ? at.indexes().videos(video.index().get()).look(video.video().orElseThrow())
                : at.assets().look(video.asset().orElseThrow()));
  }

  @Override
  public HeldVideo read(HeldUri video, byte[] answer) {
    VideoProvider at = Providers.of(provider);
    if (video.index().isEmpty()) {
      return new HeldVideo(video, at.assets().read(answer));
    }
    IndexedVideo found = at.indexes().videos(video.index().get()).read(answer);
    return new HeldVideo(video.from(found.asset()), found.shown());
  }

  @Override
  public CallOutcome stored(HeldUri video, String model, List<String> modalities) {
    return connected(
        at ->
            at.indexes()
                .videos(video.index().orElseThrow())
                .stored(video.video().orElseThrow(), model, modalities));
  }

  @Override
  public List<EmbeddedSegment> segments(HeldUri video, byte[] answer) {
    return Providers.of(provider).indexes().videos(video.index().orElseThrow()).segments(answer);
  }

  // A missing key fails every question alike, so it is reported like a wrong one.
  private CallOutcome connected(Function<VideoProvider, CallOutcome> look) {
    VideoProvider at;
    try {
      at = Providers.of(provider);
    } catch (SpendingStopped e) {
      return new CallOutcome.Fatal(CallOutcome.FatalCause.BAD_KEY, e.getMessage());
    }
    return look.apply(at);
  }
}
