package dev.sluice.ingest;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** An index whose list cannot be read to its end. */
final class BrokenList implements HeldVideos {
  private static final long serialVersionUID = 1L;

  @Override
  public String namespace() {
    return "emulator";
  }

  @Override
  public CallOutcome index(ProviderRef index) {
    return new CallOutcome.Done(new byte[0], Usage.NONE, index, "");
  }

  @Override
  public Iterator<IndexedVideo> ready(ProviderRef index) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public IndexedVideo next() {
        throw new ListingFailed(
            new CallOutcome.Throttled(Duration.ZERO, "later"), "the list broke off");
      }
    };
  }

  @Override
  public CallOutcome look(HeldUri video) {
    throw new AssertionError("no video was listed");
  }

  @Override
  public HeldVideo read(HeldUri video, byte[] answer) {
    throw new AssertionError("no video was listed");
  }

  @Override
  public CallOutcome stored(HeldUri video, String model, List<String> modalities) {
    throw new AssertionError("no video was listed");
  }

  @Override
  public List<EmbeddedSegment> segments(HeldUri video, byte[] answer) {
    throw new AssertionError("no video was listed");
  }
}
