package dev.sluice.provider;

import java.util.Iterator;
import java.util.List;

/** Reads the videos of one index and the vectors that are stored with them. Pays nothing. */
public interface IndexedVideos {

  /**
   * Videos that pass a filter, newest first.
   *
   * @throws IllegalArgumentException when this view does not know a condition of the filter
   * @throws ListingFailed when the list could not be read to its end
   */
  List<IndexedVideo> list(VideoFilter filter);

  /**
   * The same page by page, each asked for when it is wanted, so that memory does not grow with the
   * index. One can come twice, or out of order, while others are brought into the index.
   *
   * @throws IllegalArgumentException as {@link #list}
   * @throws ListingFailed from the iterator, when a page could not be read
   */
  Iterator<IndexedVideo> each(VideoFilter filter);

  /**
   * Looks at a video: {@link CallOutcome.Done} when its vectors are there, {@link
   * CallOutcome.Pending}, {@link CallOutcome.Failed}, or {@link CallOutcome.SourceGone} when it is
   * not in the index.
   */
  CallOutcome look(ProviderRef video);

  /**
   * Reads the raw answer of a {@link #look} that is done. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no video of an index
   */
  IndexedVideo read(byte[] answer);

  /**
   * Asks for the stored vectors of a video.
   *
   * @param model the model whose vectors are wanted: those of another are of no use beside them
   * @param modalities which ones: {@code visual}, {@code audio}, {@code transcription}; those that
   *     the index does not look at, or that the video has nothing for, are left out
   * @return as {@link #look}; {@link CallOutcome.Failed} also when none of them is stored, and
   *     {@link CallOutcome.Refused} with {@code another_model} when they are not that model's
   */
  CallOutcome stored(ProviderRef video, String model, List<String> modalities);

  /**
   * Reads the raw answer of {@link #stored} that is done, in time order within scope and modality.
   * Clips are stored as the provider cuts them; a vector of the whole video need not be. Pure.
   *
   * @throws IllegalArgumentException when these bytes hold no vectors, or some that cannot be
   *     computed with
   */
  List<EmbeddedSegment> segments(byte[] answer);
}
