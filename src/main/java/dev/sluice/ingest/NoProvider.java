package dev.sluice.ingest;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ProviderRef;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** A provider that has no videos, such as one that lives only as long as a run. */
enum NoProvider implements HeldVideos {
  /** The only one. */
  INSTANCE;

  private static final CallOutcome NOTHING =
      new CallOutcome.SourceGone(
          "this job has no provider that keeps videos; set provider.name and provider.url");

  @Override
  public String namespace() {
    return "none";
  }

  @Override
  public CallOutcome index(ProviderRef index) {
    return NOTHING;
  }

  @Override
  public Iterator<IndexedVideo> ready(ProviderRef index) {
    return Collections.emptyIterator();
  }

  @Override
  public CallOutcome look(HeldUri video) {
    return NOTHING;
  }

  @Override
  public HeldVideo read(HeldUri video, byte[] answer) {
    throw new IllegalArgumentException("nothing was looked at");
  }

  @Override
  public CallOutcome stored(HeldUri video, String model, List<String> modalities) {
    return NOTHING;
  }

  @Override
  public List<EmbeddedSegment> segments(HeldUri video, byte[] answer) {
    throw new IllegalArgumentException("nothing was asked for");
  }
}
