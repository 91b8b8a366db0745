package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;

/**
 * One create as the emulator saw it.
 *
 * @param n its number, from 1, in the order in which creates were decided
 * @param atMs when it was decided, milliseconds since 1970; an accepted one's {@code created_at}
 * @param operation what was asked for
 * @param outcome what became of it
 * @param id the id that was given, or {@code ""} when nothing was accepted
 * @param source the uploaded file's name or the link, or {@code ""} when nothing was accepted
 * @param tag its {@code Idempotency-Key}, else its {@code custom_id}, else {@code ""}
 * @param status the HTTP status that it was to be answered with; 0 stands for no answer
 */
public record CreateRecord(
    long n,
    long atMs,
    Operation operation,
    Outcome outcome,
    String id,
    String source,
    String tag,
    int status) {

  /** What became of a create. */
  public enum Outcome {
    /** Something was made: a real provider would bill it. */
    ACCEPTED,
    /** An idempotency key found what was made before. */
    REPLAYED,
    /** Nothing was made. */
    REFUSED,
    /** Nothing was made, because of a limit. */
    THROTTLED;

    /** Lower-case name. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When it was decided. */
  public Instant at() {
    return Instant.ofEpochMilli(atMs);
  }

  /** One that has no number and time yet. */
  static CreateRecord of(
      Operation operation, Outcome outcome, String id, String source, String tag, int status) {
    return new CreateRecord(0, 0, operation, outcome, id, source, tag, status);
  }

  CreateRecord decided(long number, long ms) {
    return new CreateRecord(number, ms, operation, outcome, id, source, tag, status);
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("n", n)
        .put("at_ms", atMs)
        .put("operation", operation.key())
        .put("id", id)
        .put("source", source)
        .put("tag", tag)
        .put("outcome", outcome.key())
        .put("status", status);
  }

  static CreateRecord read(JsonNode json) {
    return new CreateRecord(
        json.get("n").asLong(),
        json.get("at_ms").asLong(),
        Operation.of(json.get("operation").asText()),
        Outcome.valueOf(json.get("outcome").asText().toUpperCase(Locale.ROOT)),
        json.get("id").asText(),
        json.get("source").asText(),
        json.get("tag").asText(),
        json.get("status").asInt());
  }
}
