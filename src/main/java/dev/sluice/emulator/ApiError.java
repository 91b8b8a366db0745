package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** A refusal, in the shape that the real service documents for its place. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private ApiError(int status, ObjectNode body, String message) {
    super(message, null, false, false);
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  /** What is sent; empty where the real service documents an answer without a body. */
  Optional<ObjectNode> body() {
    return Optional.ofNullable(body);
  }

  /** The same inside {@code error}, where it is not so already. */
  ApiError wrapped() {
    return body == null || body.has("error")
        ? this
        : wrapped(status, "VALIDATION_ERROR", body.get("message").asText());
  }

  /** The usual shape: code and message at the top. */
  static ApiError plain(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", code).put("message", message);
    return new ApiError(status, body, message);
  }

  /** The shape of the newer task endpoints: code and message inside {@code error}. */
  static ApiError wrapped(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return new ApiError(status, body, message);
  }

  static ApiError invalid(String parameter, String why) {
    return plain(
        400, "parameter_invalid", "The %s parameter is invalid. %s".formatted(parameter, why));
  }

  static ApiError missing(String parameter) {
    return plain(
        400,
        "parameter_not_provided",
        "The %s parameter is required but was not provided.".formatted(parameter));
  }

  static ApiError notExist(String id, String collection) {
    return plain(
        400,
        "resource_not_exist",
        "Resource with id %s does not exist in %s.".formatted(id, collection));
  }

  /** The same for the newer routes, which answer 404. */
  static ApiError notFound(String id, String collection) {
    return plain(
        404,
        "resource_not_exist",
        "Resource with id %s does not exist in %s.".formatted(id, collection));
  }

  /** The shape of pages of a search. */
  static ApiError pageGone() {
    String message = "The page token is unknown or has expired.";
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error_code", 104).put("message", message);
    return new ApiError(400, body, message);
  }

  static ApiError noRoute(Exchange exchange) {
    return plain(
        404,
        "not_found",
        "%s %s is not a route of the emulator."
            .formatted(exchange.method(), String.join("/", exchange.path())));
  }

  static ApiError badKey() {
    return plain(
        401,
        "api_key_invalid",
        "API Key is either invalid or expired. Please check your API key or generate a new one from"
            + " the dashboard and try again.");
  }

  /** In the shape that the route documents. */
  static ApiError tooMany(String route, String limit, long afterSec) {
    if (Set.of("POST /search", "POST /analyze").contains(route)) {
      return new ApiError(429, null, "too many requests");
    }
    if (!route.contains("/embed-v2") && !route.contains("/analyze")) {
      return plain(
          429,
          "too_many_requests",
          "You have exceeded the rate limit (%s). Please try again later after %d s."
              .formatted(limit, afterSec));
    }
    ApiError error =
        wrapped(429, "RATE_LIMIT_EXCEEDED", "Too many requests. Please try again later.");
    error
        .body
        .withObject("/error")
        .putObject("details")
        .put("retryAfter", Long.toString(afterSec))
        .put("currentLimit", limit);
    return error;
  }

  static ApiError internal() {
    return plain(500, "generic_error", "An unexpected error occurred. Please try again later.");
  }
}
