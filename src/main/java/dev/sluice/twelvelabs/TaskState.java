package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.Usage;
import java.util.List;
import java.util.Optional;

/**
 * The state of an asset or a task, as its details show it.
 *
 * @param status the provider's word
 * @param hasResult whether a ready one holds what was asked for
 * @param usage what it used, as far as the answer says
 * @param model the model that served it, or {@code ""}
 * @param errorCode the provider's code for a failure, or {@code ""}
 * @param errorMessage what it says about a failure, or {@code ""}
 */
record TaskState(
    String status,
    boolean hasResult,
    Usage usage,
    String model,
    String errorCode,
    String errorMessage) {

  /** Reads the details of what an operation created; empty when the bytes are no such thing. */
  static Optional<TaskState> read(Operation operation, byte[] body) {
    return Json.read(body, Head.class)
        .map(head -> of(operation, head))
        .filter(state -> !state.status().isBlank());
  }

  /** Reads vectors that came with the answer; empty when there are none. */
  static Optional<TaskState> atOnce(byte[] body) {
    return Json.read(body, Head.class)
        .map(head -> of(Operation.EMBED, head))
        .filter(TaskState::hasResult);
  }

  private static TaskState of(Operation operation, Head head) {
    boolean hasResult = true;
    Usage usage = Usage.NONE;
    switch (operation) {
      case UPLOAD, INDEX, INDEXED, INDEXING -> {}
      case STORED -> hasResult = head.embedding() != null && head.embedding().hasSegments();
      case EMBED -> {
        hasResult = head.data() != null && !head.data().isEmpty();
        usage = new Usage(embedMinutes(head), inputTokens(node(head.usage())), 0);
      }
      case ANALYZE -> {
        JsonNode result = node(head.result());
        hasResult = result.hasNonNull("data");
        JsonNode used = result.path("usage");
        usage =
            new Usage(analyzeMinutes(head), inputTokens(used), count(used.path("output_tokens")));
      }
    }
    return new TaskState(
        status(operation, head),
        hasResult,
        usage,
        model(head),
        node(head.error()).path("code").asText(""),
        node(head.error()).path("message").asText(""));
  }

  private static String status(Operation operation, Head head) {
    if (head.status() != null) {
      return head.status();
    }
    return operation.isReadyUnsaid() && head.id() != null ? "ready" : "";
  }

  private static double embedMinutes(Head head) {
    JsonNode metadata = node(head.metadata());
    return minutes(
        metadata.path("start_offset_sec"),
        metadata.path("end_offset_sec"),
        metadata.path("duration"));
  }

  private static double analyzeMinutes(Head head) {
    JsonNode asked = node(head.requestParams());
    return minutes(
        asked.path("start_time"),
        asked.path("end_time"),
        node(head.videoSource()).path("system_metadata").path("duration"));
  }

  /** The stretch that was worked on where the answer names one, else the whole. */
  private static double minutes(JsonNode start, JsonNode end, JsonNode duration) {
    double from = Math.max(0, start.asDouble(0));
    double whole = Math.max(0, duration.asDouble(0));
    double to = end.isNumber() ? end.asDouble() : whole;
    double seconds = to > from ? to - from : whole;
    return Double.isFinite(seconds) ? seconds / 60 : 0;
  }

  /** A number, or one number per kind of input. */
  private static long inputTokens(JsonNode usage) {
    JsonNode tokens = usage.path("input_tokens");
    if (!tokens.isObject()) {
      return count(tokens);
    }
    long sum = 0;
    for (JsonNode kind : tokens) {
      sum += count(kind);
    }
    return sum;
  }

  private static long count(JsonNode number) {
    return Math.max(0, number.asLong(0));
  }

  private static String model(Head head) {
    if (head.embedding() != null && head.embedding().modelName() != null) {
      return head.embedding().modelName();
    }
    return head.modelName() != null
        ? head.modelName()
        : node(head.requestParams()).path("model_name").asText("");
  }

  private static JsonNode node(JsonNode maybe) {
    return maybe == null ? Json.MAPPER.missingNode() : maybe;
  }

  /** The parts that details have, of whatever kind. */
  private record Head(
      @JsonProperty("_id") String id,
      String status,
      String modelName,
      List<Skipped> data,
      JsonNode metadata,
      JsonNode usage,
      JsonNode error,
      JsonNode result,
      JsonNode requestParams,
      JsonNode videoSource,
      Stored embedding) {}

  /** The vectors kept with a video of an index. */
  private record Stored(String modelName, Segments videoEmbedding) {
    boolean hasSegments() {
      return videoEmbedding != null
          && videoEmbedding.segments() != null
          && !videoEmbedding.segments().isEmpty();
    }
  }

  private record Segments(List<Skipped> segments) {}

  /** A vector's label: millions of numbers need not be held to see that they are there. */
  private record Skipped(@JsonProperty("embedding_scope") String scope) {}
}
