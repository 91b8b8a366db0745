package dev.sluice.calls;

import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.ProviderConf;
import java.util.List;

/** Reads embeddings out of stored answers, on executors. Sends nothing. */
record ProviderReader(ProviderConf provider) implements EmbeddingReader {
  private static final long serialVersionUID = 1L;

  @Override
  public List<EmbeddedSegment> read(byte[] answer) {
    return Providers.of(provider).embedder().read(FactWriter.gunzip(answer));
  }
}
