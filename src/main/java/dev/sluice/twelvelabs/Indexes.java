package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.IndexingTasks;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoIndex;
import dev.sluice.provider.VideoIndexes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /indexes}. */
final class Indexes implements VideoIndexes {
  private final Client client;
  private final IndexEndpoints endpoints;
  private final IndexingTasks tasks;

  Indexes(Client client, IndexEndpoints endpoints) {
    this.client = client;
    this.endpoints = endpoints;
    this.tasks = new Indexing(client, endpoints);
  }

  @Override
  public CallOutcome create(String name, String model, List<String> modalities) {
    IndexEndpoints.NewIndex body =
        new IndexEndpoints.NewIndex(name, List.of(new IndexEndpoints.Model(model, modalities)));
    return client.createFor(
        model,
        Operation.INDEX,
        Optional.empty(),
        client.callTimeout(),
        SendGate.OPEN,
        sent -> endpoints.create(body, sent));
  }

  @Override
  public CallOutcome look(ProviderRef index) {
    return client.look(Operation.INDEX, index, sent -> endpoints.index(index.id(), sent));
  }

  @Override
  public VideoIndex read(byte[] answer) {
    return Json.read(answer, IndexRow.class)
        .map(IndexRow::read)
        .orElseThrow(() -> new IllegalArgumentException("not an index"));
  }

  @Override
  public List<VideoIndex> all() {
    List<VideoIndex> all =
        new Pages<>(
                "indexes",
                IndexRow.class,
                client.refusals(),
                client.heard(),
                page -> client.read(sent -> endpoints.indexes(page, Listing.PAGE_LIMIT, sent)))
            .all(IndexRow::id, IndexRow::read);
    // Their papers say both that the newest and that the oldest comes first.
    all.sort(Comparator.comparing(VideoIndex::createdAt).reversed());
    return all;
  }

  @Override
  public CallOutcome delete(ProviderRef index) {
    return client.delete(Operation.INDEX, index, sent -> endpoints.delete(index.id(), sent));
  }

  @Override
  public CallOutcome add(
      ProviderRef index, ProviderRef asset, Map<String, Object> userMetadata, SendGate gate) {
    IndexEndpoints.NewVideo body =
        new IndexEndpoints.NewVideo(asset.id(), userMetadata.isEmpty() ? null : userMetadata);
    return client.create(
        Operation.INDEXED,
        Optional.of(asset),
        client.callTimeout(),
        gate,
        sent -> endpoints.add(index.id(), body, sent));
  }

  @Override
  public IndexedVideos videos(ProviderRef index) {
    return new StoredVideos(client, endpoints, index, StoredVideos.View.ALL);
  }

  @Override
  public IndexedVideos readyVideos(ProviderRef index) {
    return new StoredVideos(client, endpoints, index, StoredVideos.View.READY);
  }

  @Override
  public IndexingTasks tasks() {
    return tasks;
  }
}
