package dev.sluice.provider;

/**
 * One account at one provider. Thread-safe; one per JVM and configuration; holds one connection
 * pool.
 */
public interface VideoProvider extends AutoCloseable {

  /** The name in work keys: never a host or a port. */
  String namespace();

  /** Uploads. */
  AssetStore assets();

  /** Embeddings. */
  VideoEmbedder embedder();

  /** Questions. */
  VideoAnalyst analyst();

  @Override
  void close();
}
