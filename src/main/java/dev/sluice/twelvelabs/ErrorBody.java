package dev.sluice.twelvelabs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What an error answer says. Four shapes are in use: flat, wrapped in {@code error}, a numeric
 * {@code error_code}, and no body at all; and in front of the API anything may answer HTML.
 *
 * @param code the provider's code; {@code ""} when it gives none
 * @param message for people; {@code ""} when it gives none
 * @param retryAfterSec {@code details.retryAfter}; {@code ""} when it gives none
 * @param json whether the body was a JSON object
 */
record ErrorBody(String code, String message, String retryAfterSec, boolean json) {

  /** Reads any of the shapes. Never fails. */
  static ErrorBody of(byte[] body) {
    Optional<JsonNode> object = Json.object(body);
    if (object.isEmpty()) {
      return new ErrorBody("", "", "", false);
    }
    JsonNode outer = object.get();
    JsonNode said = outer.path("error").isObject() ? outer.path("error") : outer;
    String code = said.path("code").asText("");
    if (code.isEmpty()) {
      code = said.path("error_code").asText("");
    }
    return new ErrorBody(
        code,
        said.path("message").asText(""),
        said.path("details").path("retryAfter").asText(""),
        true);
  }
}
