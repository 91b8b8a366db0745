package dev.sluice.provider;

import java.time.Instant;
import java.util.Optional;

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

  /** Embeddings of what is small, in the answer itself. */
  InstantEmbedder atOnce();

  /** Questions. */
  VideoAnalyst analyst();

  /** Sets of videos that the provider keeps with their vectors. */
  VideoIndexes indexes();

  /**
   * The provider's time, by its last answer and this machine's monotonic clock; empty before the
   * first answer. Good to a second or two. Sends nothing.
   */
  Optional<Instant> time();

  @Override
  void close();
}
