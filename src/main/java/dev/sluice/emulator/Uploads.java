package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All uploads in parts: every step is on disk before it is answered. Thread-safe. */
final class Uploads {
  private final StateFile file;
  private final Store store;
  private final Clock clock;
  private final Map<String, UploadSession> sessions = new LinkedHashMap<>();

  Uploads(StateFile file, Store store, Clock clock) {
    this.file = file;
    this.store = store;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  synchronized UploadSession begin(String filename, long totalBytes) throws IOException {
    Path bytes = store.fresh();
    UploadSession.Promise promise =
        new UploadSession.Promise(
            Piece.freshId(), Piece.freshId(), filename, totalBytes, clock.millis());
    file.append(promise.json().put("file", bytes.getFileName().toString()));
    UploadSession session = new UploadSession(promise, bytes);
    sessions.put(promise.id(), session);
    return session;
  }

  synchronized Optional<UploadSession> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** Those that are not complete, newest first. */
  synchronized List<UploadSession> incomplete() {
    Instant now = now();
    List<UploadSession> found =
        new ArrayList<>(
            sessions.values().stream()
                .filter(session -> !session.status(now).equals("completed"))
                .toList());
    Collections.reverse(found);
    return found;
  }

  /** Keeps that a part's bytes are here. */
  void received(UploadSession session, int index, String proof, String link) {
    long atMs = clock.millis();
    file.append(event(session).put("part", index).put("proof", proof).put("at_ms", atMs));
    session.received(index, proof, link, atMs);
  }

  /**
   * Keeps what a sender says is complete.
   *
   * @return how many of the parts were not reported before
   */
  int report(UploadSession session, List<Integer> indexes) {
    long atMs = clock.millis();
    ObjectNode event = event(session).put("at_ms", atMs);
    indexes.forEach(event.putArray("reported")::add);
    file.append(event);
    return (int) indexes.stream().filter(index -> session.report(index, atMs)).count();
  }

  /** Takes in one event of an upload. */
  synchronized void recall(JsonNode event) {
    if (event.has("file")) {
      UploadSession.Promise promise = UploadSession.Promise.read(event);
      UploadSession session = new UploadSession(promise, store.claimed(event.get("file").asText()));
      sessions.put(promise.id(), session);
      return;
    }
    UploadSession session = sessions.get(event.get("upload").asText());
    long atMs = event.get("at_ms").asLong();
    if (event.has("part")) {
      session.received(event.get("part").asInt(), event.get("proof").asText(), "", atMs);
    } else {
      event.get("reported").forEach(index -> session.report(index.asInt(), atMs));
    }
  }

  private static ObjectNode event(UploadSession session) {
    return JsonNodeFactory.instance.objectNode().put("upload", session.promise().id());
  }
}
