package dev.sluice.provider;

/** How the provider gets at a video on S3. */
public enum S3Reading {
  /** We read it and upload it; works everywhere, and all bytes pass through the cluster. */
  UPLOAD,
  /**
   * The provider fetches it over a signed link: no byte passes through the cluster, and the 10 GB
   * of an upload are no limit. The link is good for everybody who has it until it expires, and
   * providers repeat it in their answers, which are kept.
   */
  SIGNED_LINK
}
