package dev.sluice.provider;

import java.io.Serializable;
import java.time.Duration;

/**
 * How to reach a provider. Serializable: it travels to executors, so the key is named, never held.
 *
 * @param name {@code twelvelabs} or {@code emulator}: the namespace of work keys
 * @param baseUrl for example {@code https://api.twelvelabs.io/v1.3}, without a slash at the end
 * @param keyRef where each JVM finds the key: {@code env:NAME} or {@code file:/path}
 * @param callTimeout longest time for one create, answer included
 * @param s3 how it gets at videos on S3
 */
public record ProviderConf(
    String name, String baseUrl, String keyRef, Duration callTimeout, S3Reading s3)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A provider to which videos on S3 are uploaded. */
  public ProviderConf(String name, String baseUrl, String keyRef, Duration callTimeout) {
    this(name, baseUrl, keyRef, callTimeout, S3Reading.UPLOAD);
  }
}
