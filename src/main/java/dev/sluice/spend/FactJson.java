package dev.sluice.spend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Facts as bytes: one JSON object each, whose closing brace proves that it is whole. The field
 * names are final; new fields may be added.
 */
public final class FactJson {
  // Jackson stops at strings of 20 MB; the answer of a video of hours is longer.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private FactJson() {}

  /** The fact as it is stored. */
  public static byte[] write(Fact fact) {
    ObjectNode json = JSON.createObjectNode();
    Fact.Header header = fact.header();
    json.put("v", 1);
    json.put("work_key", fact.name().workKey().value());
    json.put("generation", fact.name().generation());
    json.put("kind", fact.name().kind().key());
    json.put("operation", header.operation());
    json.put("provider", header.provider());
    json.put("model", header.model());
    json.put("content_id", header.contentId());
    json.put("run_id", header.runId());
    json.put("task", header.task());
    json.put("requested_at", header.requestedAt().toString());
    json.put("attempts", header.attempts());
    json.put("at", fact.at().toString());
    json.put("ref", fact.ref());
    Fact.Answer answer = fact.answer();
    if (fact.name().kind().terminal()) {
      json.put("served_by", answer.servedBy());
      json.put("media_minutes", answer.mediaMinutes());
      json.put("input_tokens", answer.inputTokens());
      json.put("output_tokens", answer.outputTokens());
      json.put("code", answer.code());
      json.put("message", answer.message());
      json.put("body", answer.body());
    } else {
      json.put("media_minutes", answer.mediaMinutes());
      json.put("output_tokens", answer.outputTokens());
      if (!header.source().isEmpty()) {
        json.put("source", header.source());
      }
    }
    try {
      return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a fact is always JSON", e);
    }
  }

  /** Reads a stored fact; empty when it is torn or not a fact. */
  public static Optional<Fact> read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json == null || !json.isObject() || json.path("v").intValue() != 1) {
        return Optional.empty();
      }
      FactName name =
          FactName.parse(
                  text(json, "work_key")
                      + "."
                      + json.path("generation").intValue()
                      + "."
                      + text(json, "kind"))
              .orElseThrow(() -> new IllegalArgumentException("no fact name"));
      Fact.Header header =
          new Fact.Header(
              text(json, "operation"),
              text(json, "provider"),
              text(json, "model"),
              text(json, "content_id"),
              text(json, "run_id"),
              text(json, "task"),
              Instant.parse(text(json, "requested_at")),
              json.path("attempts").intValue(),
              json.path("source").asText(""));
      Fact.Answer answer =
          name.kind().terminal()
              ? new Fact.Answer(
                  text(json, "served_by"),
                  json.path("media_minutes").doubleValue(),
                  json.path("input_tokens").longValue(),
                  json.path("output_tokens").longValue(),
                  text(json, "code"),
                  text(json, "message"),
                  json.path("body").binaryValue())
              : Fact.Answer.atMost(
                  json.path("media_minutes").doubleValue(), json.path("output_tokens").longValue());
      return Optional.of(
          new Fact(name, header, Instant.parse(text(json, "at")), text(json, "ref"), answer));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("fact lacks " + field);
    }
    return value.textValue();
  }
}
