package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The answer to a create.
 *
 * @param status HTTP status
 * @param body what the client gets
 * @param isNew false when it was made before, by the same idempotency key
 */
record Accepted(int status, JsonNode body, boolean isNew) {

  static Accepted fresh(int status, JsonNode body) {
    return new Accepted(status, body, true);
  }

  static Accepted replay(int status, JsonNode body) {
    return new Accepted(status, body, false);
  }
}
