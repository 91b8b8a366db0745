package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.InstantEmbedder;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import java.util.List;
import java.util.Optional;

/** {@code /embed-v2}. */
final class AtOnce implements InstantEmbedder {
  private final Client client;

  AtOnce(Client client) {
    this.client = client;
  }

  @Override
  public CallOutcome embed(String model, EmbedInput input, SendGate gate) {
    InstantBody body = InstantBody.of(model, input);
    return client.answerFor(
        model, assetOf(input), gate, sent -> client.endpoints().embedNow(body, sent));
  }

  @Override
  public float[] vector(byte[] answer) {
    return EmbedAnswer.only(answer);
  }

  @Override
  public List<EmbeddedSegment> segments(byte[] answer) {
    return EmbedAnswer.segments(answer);
  }

  private static Optional<ProviderRef> assetOf(EmbedInput input) {
    if (input instanceof EmbedInput.Image image) {
      return Embedder.assetOf(image.source());
    }
    if (input instanceof EmbedInput.TextImage both) {
      return Embedder.assetOf(both.source());
    }
    return input instanceof EmbedInput.Video video
        ? Embedder.assetOf(video.source())
        : Optional.empty();
  }
}
