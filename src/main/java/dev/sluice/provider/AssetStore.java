package dev.sluice.provider;

import java.util.List;

/** Uploads that other calls refer to. Uploads cost nothing but count against request limits. */
public interface AssetStore {

  /**
   * Sends a file. Answers {@link CallOutcome.Pending} with the asset, or why not. Not idempotent:
   * call {@link #find} first when an earlier attempt may have been accepted.
   *
   * @param fileName the content id in file form; how the asset is found again
   * @param sizeBytes how many bytes the source gives
   * @param bytes the file, opened once per attempt
   */
  CallOutcome upload(String fileName, long sizeBytes, ByteSource bytes);

  /**
   * Whether the asset can be used: {@link CallOutcome.Done} when ready, {@link
   * CallOutcome.Pending}, {@link CallOutcome.Failed}, or {@link CallOutcome.SourceGone}.
   */
  CallOutcome look(ProviderRef asset);

  /**
   * Assets of this account with exactly this file name, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<ProviderRef> find(String fileName);
}
