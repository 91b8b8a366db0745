package dev.sluice.twelvelabs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.LabelAnswer;
import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoAnalyst;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /analyze/tasks}. */
final class Analyst implements VideoAnalyst {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Less time than this is not worth a second attempt. */
  private static final Duration SHORTEST_REPEAT = Duration.ofSeconds(1);

  private final Client client;

  Analyst(Client client) {
    this.client = client;
  }

  @Override
  public CallOutcome create(AnalyzeRequest request, MediaSource source, SendGate gate, String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException("not a tag of 1 to 64 letters, digits, _ or -");
    }
    AnalyzeBody body = AnalyzeBody.of(request, source, tag);
    long begun = client.ticker().nanos();
    CallOutcome first = attempt(tag, body, source, client.callTimeout(), gate);
    if (!(first instanceof Unsure unsure)) {
      return first;
    }
    // The idempotency key makes one repeat safe; both stay within the time of one create.
    Duration left = client.callTimeout().minusNanos(Math.max(0, client.ticker().nanos() - begun));
    if (left.compareTo(SHORTEST_REPEAT) < 0) {
      return unsure;
    }
    // Whatever else the repeat says, the first may still have been accepted.
    CallOutcome second = attempt(tag, body, source, left, SendGate.OPEN);
    return second instanceof Pending ? second : unsure;
  }

  private CallOutcome attempt(
      String tag, AnalyzeBody body, MediaSource source, Duration timeout, SendGate gate) {
    return client.createFor(
        body.modelName(),
        Operation.ANALYZE,
        Embedder.assetOf(source),
        timeout,
        gate,
        sent -> client.endpoints().analyze(tag, body, sent));
  }

  @Override
  public CallOutcome look(ProviderRef task) {
    return client.look(
        Operation.ANALYZE, task, sent -> client.endpoints().analyzeTask(task.id(), sent));
  }

  @Override
  public List<Listed> createdSince(Instant from) {
    return new Listing(
            "analysis tasks",
            client.refusals(),
            client.heard(),
            page ->
                client.read(
                    sent -> client.endpoints().analyzeTasks(page, Listing.PAGE_LIMIT, sent)))
        .since(from, item -> true);
  }

  @Override
  public CallOutcome delete(ProviderRef task) {
    return client.delete(
        Operation.ANALYZE, task, sent -> client.endpoints().deleteAnalyzeTask(task.id(), sent));
  }

  @Override
  public LabelAnswer read(byte[] answer) {
    Optional<JsonNode> result =
        Json.object(answer).map(task -> task.path("result")).filter(r -> r.hasNonNull("data"));
    if (result.isEmpty()) {
      throw new IllegalArgumentException("not the answer of a finished analysis task");
    }
    JsonNode data = result.get().path("data");
    return new LabelAnswer(data.isTextual() ? data.textValue() : data.toString());
  }
}
