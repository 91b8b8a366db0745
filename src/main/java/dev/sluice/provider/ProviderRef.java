package dev.sluice.provider;

/**
 * The provider's own id of something we created there (a task or an asset).
 *
 * @param id as the provider gave it
 */
public record ProviderRef(String id) {
  /** Rejects an empty id. */
  public ProviderRef {
    if (id == null || id.isBlank()) {
      throw new IllegalArgumentException("a provider reference needs an id");
    }
  }
}
