package dev.sluice.calls;

import dev.sluice.provider.HeldUri;
import dev.sluice.provider.S3Reading;
import java.util.Locale;
import java.util.Set;

/**
 * How a provider is to get at a video: decided by its URI alone, and by one setting for S3. Pure.
 */
enum SourceChoice {
  /** It is a link already: the provider fetches it as it is. */
  LINK,
  /** The provider fetches it over a link that we sign. */
  SIGNED_LINK,
  /** We send it, in one request or in parts. */
  UPLOAD,
  /** The provider has it. */
  HELD;

  private static final Set<String> WEB = Set.of("http", "https");
  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");

  static SourceChoice of(String uri, S3Reading s3) {
    if (HeldUri.names(uri)) {
      return HELD;
    }
    String scheme = scheme(uri);
    if (WEB.contains(scheme)) {
      return LINK;
    }
    return S3.contains(scheme) && s3 == S3Reading.SIGNED_LINK ? SIGNED_LINK : UPLOAD;
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
