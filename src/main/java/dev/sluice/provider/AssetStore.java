package dev.sluice.provider;

import java.util.List;

/**
 * Files at the provider that other calls refer to. Bringing them there costs nothing but counts
 * against request limits.
 *
 * <p>How a file travels is the store's own business: a small one in one request, a large one in
 * parts. The reference of a file that travels in parts names its session: whoever keeps it can go
 * on from another process after a crash, without sending again what has arrived.
 */
public interface AssetStore {

  /**
   * Sends a small file, or announces a large one. Answers {@link CallOutcome.Pending} with the
   * asset, or why not. Not idempotent: call {@link #find} first when an earlier attempt may have
   * been accepted. Keep the reference, then call {@link #advance} until the asset is ready.
   *
   * @param fileName the content id in file form; how the asset is found again
   * @param sizeBytes how many bytes the source gives
   * @param bytes the file, opened once per attempt
   */
  CallOutcome upload(String fileName, long sizeBytes, ByteSource bytes);

  /**
   * Has the provider fetch a file by a link and keep it: a video of at most 4 GB, a picture of at
   * most 32 MB. For what must be an asset, such as a video for an index; embed and analyze take the
   * link itself. Answers {@link CallOutcome.Pending} with the asset, or why not. Not idempotent:
   * call {@link #find} first when an earlier attempt may have been accepted.
   *
   * <p>The provider looks behind the link later: one that leads to a page, to nothing or to too
   * much ends as {@link CallOutcome.Failed} in {@link #look}.
   *
   * @param fileName how the asset is found again
   * @param source leads to the file itself, public or signed, until the asset is ready
   */
  CallOutcome link(String fileName, MediaSource.Url source);

  /**
   * Sends what is still missing of an asset, then looks at it: {@link #look} where nothing is
   * missing. Blocks about as long as one create may take and at most until the parts on their way
   * have arrived; what is missing then is for the next call. Idempotent: parts that have arrived
   * are not sent again. Memory does not grow with the file.
   *
   * @param asset as {@link #upload} gave it, in this process or another
   * @param bytes the same file
   * @return as {@link #look}; also {@link CallOutcome.Refused} when the file is gone or has
   *     changed, {@link CallOutcome.Later} when a part did not arrive, and {@link
   *     CallOutcome.SourceGone} when the provider has ended the session: upload it again
   */
  CallOutcome advance(ProviderRef asset, ByteSource bytes);

  /**
   * Whether the asset can be used: {@link CallOutcome.Done} with the reference to use when ready,
   * {@link CallOutcome.Pending}, {@link CallOutcome.Failed}, or {@link CallOutcome.SourceGone}.
   */
  CallOutcome look(ProviderRef asset);

  /**
   * Reads the raw answer of a {@link #look} that is done: what the provider shows of the file.
   * Pure.
   *
   * @throws IllegalArgumentException when these bytes are no asset
   */
  IndexedVideo.Shown read(byte[] answer);

  /**
   * Assets of this account with exactly this file name, newest first, without those that are still
   * sent in parts. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<ProviderRef> find(String fileName);

  /**
   * Deletes an asset, or what has arrived of one. Pays nothing; idempotent.
   *
   * @return {@link CallOutcome.Done} when it is deleted, {@link CallOutcome.SourceGone} when it was
   *     not there, or why it is still there: {@link CallOutcome.Unsure} also when an index needs it
   */
  CallOutcome delete(ProviderRef asset);
}
