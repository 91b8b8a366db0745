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
 */
public record ProviderConf(String name, String baseUrl, String keyRef, Duration callTimeout)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
