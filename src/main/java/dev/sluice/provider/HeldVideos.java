package dev.sluice.provider;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/**
 * The videos that a provider already has. Pays nothing. Travels to executors and connects where it
 * is first used; thread-safe.
 */
public interface HeldVideos extends Serializable {

  /** The name in work keys: never a host or a port. */
  String namespace();

  /**
   * Looks at an index: {@link CallOutcome.Done}, {@link CallOutcome.SourceGone} when it is not
   * there for this account, {@link CallOutcome.Pending} when nobody could say, or why not.
   */
  CallOutcome index(ProviderRef index);

  /**
   * The videos of an index that are ready, newest first, page by page as they are asked for. One
   * can come twice while others are brought into the index.
   *
   * @throws ListingFailed from the iterator, when the list could not be read to its end
   */
  Iterator<IndexedVideo> ready(ProviderRef index);

  /**
   * Looks at a video: {@link CallOutcome.Done}, {@link CallOutcome.Pending} when it is not ready or
   * nobody could say, {@link CallOutcome.Failed}, {@link CallOutcome.SourceGone}, or why not.
   */
  CallOutcome look(HeldUri video);

  /**
   * Reads the raw answer of a {@link #look} that is done. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no such video
   */
  HeldVideo read(HeldUri video, byte[] answer);

  /**
   * Asks for the vectors that an index keeps of a video.
   *
   * @param video a video of an index
   * @return as {@link IndexedVideos#stored}, or why not
   */
  CallOutcome stored(HeldUri video, String model, List<String> modalities);

  /**
   * Reads the raw answer of {@link #stored} that is done, as {@link IndexedVideos#segments}. Pure.
   *
   * @throws IllegalArgumentException when these bytes hold no vectors that can be computed with
   */
  List<EmbeddedSegment> segments(HeldUri video, byte[] answer);
}
