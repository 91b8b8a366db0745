package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoEmbedder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /embed-v2/tasks}. */
final class Embedder implements VideoEmbedder {
  private final Client client;

  Embedder(Client client) {
    this.client = client;
  }

  @Override
  public CallOutcome create(EmbedRequest request, MediaSource source, SendGate gate) {
    return client.createFor(
        request.model(),
        Operation.EMBED,
        assetOf(source),
        client.callTimeout(),
        gate,
        sent -> client.endpoints().embed(EmbedBody.of(request, source), sent));
  }

  @Override
  public CallOutcome look(ProviderRef task) {
    return client.look(
        Operation.EMBED, task, sent -> client.endpoints().embedTask(task.id(), sent));
  }

  @Override
  public List<Listed> createdSince(Instant from) {
    return new Listing(
            "embedding tasks",
            client.refusals(),
            client.heard(),
            page ->
                client.read(sent -> client.endpoints().embedTasks(page, Listing.PAGE_LIMIT, sent)))
        .since(from, item -> true);
  }

  @Override
  public List<EmbeddedSegment> read(byte[] answer) {
    return EmbedAnswer.segments(answer);
  }

  static Optional<ProviderRef> assetOf(MediaSource source) {
    return source instanceof MediaSource.Asset asset ? Optional.of(asset.ref()) : Optional.empty();
  }
}
