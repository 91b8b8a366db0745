package dev.sluice.emulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Does what a fault says. */
final class Mischief {
  private static final byte[] GARBAGE = "{\"_id\":[\"6a5e".getBytes(StandardCharsets.UTF_8);
  private static final long PAUSE_MS = 100;

  private Mischief() {}

  /**
   * Refuses, when that is the fault.
   *
   * @param meter words a refusal for too many requests
   * @throws ApiError the refusal
   */
  static void refuse(Fault fault, Exchange exchange, Meter meter) {
    switch (fault) {
      case SERVER_ERROR -> throw ApiError.internal();
      case UNAUTHORIZED -> throw ApiError.badKey();
      case RATE_LIMITED -> throw meter.tooMany(exchange);
      case NO_FUNDS ->
          throw ApiError.plain(402, "insufficient_funds", "The account has no funds left.");
      case CREDIT_EXCEEDED ->
          throw ApiError.plain(
              403, "usage_limit_exceeded", "Not enough free credit. Please upgrade your plan.");
      case PAGE_EXPIRED -> throw ApiError.pageGone();
      case FORBIDDEN ->
          throw ApiError.plain(403, "api_not_allowed", "This API is not allowed for the account.");
      case MODEL_SUNSET ->
          throw ApiError.invalid("model_name", "The model has been sunset. Please use another.");
      default -> {
        // No refusal.
      }
    }
  }

  /** Does what a fault says instead of what was asked for. */
  static void instead(Fault fault, Exchange exchange, int success) throws IOException {
    if (fault == Fault.DROPPED_BEFORE) {
      exchange.drop();
      return;
    }
    exchange.discardBody();
    if (fault == Fault.GARBAGE_BEFORE) {
      send(exchange, success, GARBAGE);
    }
  }

  /** Gives an answer of success in the way of the fault. */
  static void answer(Fault fault, Exchange exchange, int status, byte[] bytes) throws IOException {
    switch (fault) {
      case DROPPED_AFTER -> exchange.drop();
      case SERVER_ERROR_AFTER -> {
        exchange.send(ApiError.internal());
      }
      case NO_ANSWER_AFTER -> {
        // The server leaves a connection open for as long as nothing was answered on it.
      }
      case GARBAGE_AFTER -> send(exchange, status, GARBAGE);
      case CUT_OFF_AFTER -> {
        OutputStream out = exchange.begin(status, bytes.length);
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
        exchange.drop();
      }
      case SLOW_BODY -> slowly(exchange, status, bytes);
      default -> send(exchange, status, bytes);
    }
  }

  private static void send(Exchange exchange, int status, byte[] bytes) throws IOException {
    try (OutputStream out = exchange.begin(status, bytes.length)) {
      out.write(bytes);
    }
  }

  private static void slowly(Exchange exchange, int status, byte[] bytes) throws IOException {
    try (OutputStream out = exchange.begin(status, bytes.length)) {
      for (byte one : bytes) {
        out.write(one);
        out.flush();
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the emulator stops");
    }
  }
}
