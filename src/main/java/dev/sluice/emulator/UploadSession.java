package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An upload in parts: what was promised when it began, and which parts came. Thread-safe. */
final class UploadSession {
  static final int CHUNK_BYTES = 5 << 20;

  private static final Duration LIFE = Duration.ofHours(24);

  private final Promise promise;
  private final Path file;
  private final TreeMap<Integer, Part> parts = new TreeMap<>();
  private final Map<String, Link> links = new HashMap<>();

  /**
   * What does not change.
   *
   * @param id of the session
   * @param assetId of the asset that it will become
   * @param filename what its sender calls it
   * @param totalBytes how large it will be
   * @param createdMs when it began, milliseconds since 1970
   */
  record Promise(String id, String assetId, String filename, long totalBytes, long createdMs) {
    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("upload", id)
          .put("asset", assetId)
          .put("filename", filename)
          .put("total_bytes", totalBytes)
          .put("created_ms", createdMs);
    }

    static Promise read(JsonNode json) {
      return new Promise(
          json.get("upload").asText(),
          json.get("asset").asText(),
          json.get("filename").asText(),
          json.get("total_bytes").asLong(),
          json.get("created_ms").asLong());
    }
  }

  /**
   * A part whose bytes are here.
   *
   * @param proof the digest that its sender was given
   * @param reported whether its sender has said that it is complete
   * @param atMs when its bytes came
   * @param updatedMs when it last changed
   */
  record Part(String proof, boolean reported, long atMs, long updatedMs) {}

  private record Link(int index, Instant expiresAt) {}

  UploadSession(Promise promise, Path file) {
    this.promise = promise;
    this.file = file;
  }

  Promise promise() {
    return promise;
  }

  Path file() {
    return file;
  }

  int chunks() {
    return (int) ((promise.totalBytes() + CHUNK_BYTES - 1) / CHUNK_BYTES);
  }

  boolean holds(int index) {
    return index >= 1 && index <= chunks();
  }

  long offset(int index) {
    return (index - 1L) * CHUNK_BYTES;
  }

  int bytes(int index) {
    return (int) Math.min(CHUNK_BYTES, promise.totalBytes() - offset(index));
  }

  Instant expiresAt() {
    return Instant.ofEpochMilli(promise.createdMs()).plus(LIFE);
  }

  /** The documented word for its state. */
  synchronized String status(Instant now) {
    if (finished().size() == chunks()) {
      return "completed";
    }
    return now.isAfter(expiresAt()) ? "expired" : "active";
  }

  /** Makes a name under which a part may be sent once, until a moment. */
  synchronized String link(int index, Instant expiresAt) {
    String name = Piece.freshId();
    links.put(name, new Link(index, expiresAt));
    return name;
  }

  /** Whether a part may be sent under a name. */
  synchronized boolean admits(int index, String link, Instant now) {
    Link known = links.get(link);
    return known != null && known.index() == index && now.isBefore(known.expiresAt());
  }

  /** The bytes of a part are here, and its link is used up. */
  synchronized void received(int index, String proof, String link, long atMs) {
    links.remove(link);
    Part before = parts.get(index);
    boolean same = before != null && before.reported() && before.proof().equals(proof);
    parts.put(index, new Part(proof, same, atMs, atMs));
  }

  /** Whether these are the bytes that came for a part. */
  synchronized boolean proves(int index, String proof) {
    Part part = parts.get(index);
    return part != null && part.proof().equals(proof);
  }

  /** Its sender says that a part is complete; false when that was said before. */
  synchronized boolean report(int index, long atMs) {
    Part part = parts.get(index);
    if (part.reported()) {
      return false;
    }
    parts.put(index, new Part(part.proof(), true, part.atMs(), atMs));
    return true;
  }

  /** Whether nothing is missing once these parts are reported too. */
  synchronized boolean completesWith(Collection<Integer> indexes) {
    Set<Integer> all = new HashSet<>(finished());
    all.addAll(indexes);
    return all.size() == chunks();
  }

  /** The numbers of the reported parts, in order. */
  synchronized List<Integer> finished() {
    return parts.entrySet().stream()
        .filter(part -> part.getValue().reported())
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized Part part(int index) {
    return parts.get(index);
  }

  synchronized long updatedMs() {
    return parts.values().stream()
        .mapToLong(Part::updatedMs)
        .reduce(promise.createdMs(), Math::max);
  }
}
