package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One create that reached the emulator.
 *
 * @param n its number, ascending
 * @param atMs when it arrived, milliseconds since 1970 on the emulator's clock
 * @param operation {@code embed}, {@code analyze} or {@code upload}
 * @param source what was sent
 * @param outcome what became of it
 */
record Create(long n, long atMs, String operation, String source, String outcome) {
  static Create of(JsonNode line) {
    return new Create(
        line.path("n").asLong(),
        line.path("at_ms").asLong(),
        line.path("operation").asText(),
        line.path("source").asText(),
        line.path("outcome").asText());
  }

  boolean accepted() {
    return outcome.equals("accepted");
  }

  boolean throttled() {
    return outcome.equals("throttled");
  }
}
