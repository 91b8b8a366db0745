package dev.sluice.provider;

/** Where the provider finds the video. */
public sealed interface MediaSource {

  /**
   * Something uploaded before.
   *
   * @param ref the asset
   */
  record Asset(ProviderRef ref) implements MediaSource {}

  /**
   * A direct link that the provider can fetch without our key.
   *
   * @param url http or https
   */
  record Url(String url) implements MediaSource {}
}
