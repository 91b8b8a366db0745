package dev.sluice.twelvelabs;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.InstantEmbedder;
import dev.sluice.provider.VideoAnalyst;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoIndexes;
import dev.sluice.provider.VideoProvider;
import java.time.Instant;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** One account over one connection pool. */
final class Connection implements VideoProvider {
  private final String namespace;
  private final OkHttpClient http;
  private final Heard heard;
  private final AssetStore assets;
  private final VideoEmbedder embedder;
  private final VideoAnalyst analyst;
  private final InstantEmbedder atOnce;
  private final VideoIndexes indexes;

  Connection(
      String namespace,
      Client client,
      LargeFiles largeFiles,
      IndexEndpoints indexes,
      OkHttpClient http) {
    this.namespace = namespace;
    this.http = http;
    this.heard = client.heard();
    this.assets = new Assets(client, largeFiles);
    this.embedder = new Embedder(client);
    this.analyst = new Analyst(client);
    this.atOnce = new AtOnce(client);
    this.indexes = new Indexes(client, indexes);
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public AssetStore assets() {
    return assets;
  }

  @Override
  public VideoEmbedder embedder() {
    return embedder;
  }

  @Override
  public VideoAnalyst analyst() {
    return analyst;
  }

  @Override
  public InstantEmbedder atOnce() {
    return atOnce;
  }

  @Override
  public VideoIndexes indexes() {
    return indexes;
  }

  @Override
  public Optional<Instant> time() {
    return heard.time();
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
