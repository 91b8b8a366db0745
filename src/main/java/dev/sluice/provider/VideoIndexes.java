package dev.sluice.provider;

import java.util.List;
import java.util.Map;

/**
 * Indexes: sets of videos that the provider keeps together with their vectors. Bringing a video
 * into an index <b>pays</b>, and what is kept there costs a little for as long as it is kept;
 * making indexes and reading pay nothing.
 */
public interface VideoIndexes {

  /**
   * Makes an empty index. Pays nothing. A second one of the same name is {@link
   * CallOutcome.Refused}, so look through {@link #all} after {@link CallOutcome.Unsure}.
   *
   * @param name unique in the account
   * @param model the model that all its vectors are of, for example {@code marengo3.0}
   * @param modalities what to look at: {@code visual}, {@code audio} or both
   * @return {@link CallOutcome.Pending} with the index, which can be used at once, or why not
   */
  CallOutcome create(String name, String model, List<String> modalities);

  /**
   * Looks at an index. Pays nothing.
   *
   * @return {@link CallOutcome.Done}, {@link CallOutcome.SourceGone} when it is not there for this
   *     account, or {@link CallOutcome.Pending} when nobody could say
   */
  CallOutcome look(ProviderRef index);

  /**
   * Reads the raw answer of a {@link #look} that is done. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no index
   */
  VideoIndex read(byte[] answer);

  /**
   * Every index of the account, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<VideoIndex> all();

  /**
   * Deletes an index with all its videos and vectors, for good; what they cost is not given back.
   * Idempotent.
   *
   * @return {@link CallOutcome.Done}, {@link CallOutcome.SourceGone} when it was not there, or why
   *     not
   */
  CallOutcome delete(ProviderRef index);

  /**
   * Brings an asset that is ready into an index. <b>Pays</b> per minute of video. Not idempotent:
   * two calls pay twice. After {@link CallOutcome.Unsure}, look for the asset in the list of {@link
   * #videos}.
   *
   * @param userMetadata kept with the video: texts, numbers and truth values by name
   * @param gate asked right before the request leaves
   * @return {@link CallOutcome.Pending} with the video, or why not
   */
  CallOutcome add(
      ProviderRef index, ProviderRef asset, Map<String, Object> userMetadata, SendGate gate);

  /** The videos of an index, in whatever state they are. Sends nothing. */
  IndexedVideos videos(ProviderRef index);

  /**
   * The older view of an index: only videos that are ready, without their status. The provider
   * means to withdraw it. Sends nothing.
   */
  IndexedVideos readyVideos(ProviderRef index);

  /** The older way into an index, which needs no asset. */
  IndexingTasks tasks();
}
