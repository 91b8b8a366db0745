package dev.sluice.provider;

import java.util.List;

/**
 * The older way into an index: one request brings the video and starts its indexing. The provider
 * means to withdraw it; {@link VideoIndexes#add} takes its place.
 */
public interface IndexingTasks {

  /**
   * Sends a file into an index. <b>Pays</b> per minute of video. Not idempotent: two calls pay
   * twice. Call {@link #find} first when an earlier attempt may have been accepted.
   *
   * @param fileName how the task is found again
   * @param sizeBytes how many bytes the source gives, at most 2 GiB
   * @param bytes the file; never held whole in memory
   * @param gate asked right before the request leaves
   * @return {@link CallOutcome.Pending} with the task, or why not
   */
  CallOutcome create(
      ProviderRef index, String fileName, long sizeBytes, ByteSource bytes, SendGate gate);

  /**
   * Brings a video into an index by a link. <b>Pays</b> per minute of video. Not idempotent: two
   * calls pay twice.
   *
   * @param source http or https, readable without our key
   * @param gate asked right before the request leaves
   * @return {@link CallOutcome.Pending} with the task, or why not
   */
  CallOutcome create(ProviderRef index, MediaSource.Url source, SendGate gate);

  /** Looks at a task. Pays nothing. */
  CallOutcome look(ProviderRef task);

  /**
   * Reads the raw answer of a {@link #look} that is done. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no such task
   */
  IndexingTask read(byte[] answer);

  /**
   * Tasks of an index, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<IndexingTask> all(ProviderRef index);

  /**
   * Tasks of an index whose video has exactly this file name, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<IndexingTask> find(ProviderRef index, String fileName);
}
