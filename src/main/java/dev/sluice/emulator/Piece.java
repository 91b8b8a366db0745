package dev.sluice.emulator;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Something a client created: an id, a time and a stage that moves on. Thread-safe.
 *
 * @param <T> what its work gives
 */
final class Piece<T> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id;
  private final Instant createdAt = now();
  private volatile Instant updatedAt = createdAt;
  private volatile Stage<T> stage;

  Piece(String firstWord) {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    this.id = HexFormat.of().formatHex(bytes);
    this.stage = new Stage.Working<>(firstWord);
  }

  String id() {
    return id;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  Stage<T> stage() {
    return stage;
  }

  void become(Stage<T> next) {
    updatedAt = now();
    stage = next;
  }

  /** Milliseconds, as the real service writes them. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
