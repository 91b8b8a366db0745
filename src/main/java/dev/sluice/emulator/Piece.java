package dev.sluice.emulator;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An id, a time and a stage that moves on. Read by any thread; moved by its shelf.
 *
 * @param <R> what its work gives
 */
final class Piece<R> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id;
  private final long createdMs;
  private volatile long updatedMs;
  private volatile Stage<R> stage;

  /** Where it stands on its shelf; guarded by the shelf. */
  private int place = -1;

  Piece(String id, long createdMs, Stage<R> first) {
    this.id = id;
    this.createdMs = createdMs;
    this.updatedMs = createdMs;
    this.stage = first;
  }

  /** An id that no other piece has. */
  static String freshId() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  String id() {
    return id;
  }

  /** Milliseconds, as the real service writes them. */
  Instant createdAt() {
    return Instant.ofEpochMilli(createdMs);
  }

  Instant updatedAt() {
    return Instant.ofEpochMilli(updatedMs);
  }

  Stage<R> stage() {
    return stage;
  }

  void become(Stage<R> next, long atMs) {
    updatedMs = atMs;
    stage = next;
  }

  int place() {
    return place;
  }

  void stand(int newPlace) {
    place = newPlace;
  }
}
