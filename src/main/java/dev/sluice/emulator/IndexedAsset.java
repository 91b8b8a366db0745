package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.media.MediaFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A video of an index. Its id is the id of the video in searches. Thread-safe. */
final class IndexedAsset implements Work<Indexed> {
  private final Piece<Indexed> piece;
  private final String indexId;
  private final Source source;
  private final String filename;
  private volatile ObjectNode userMetadata;
  private volatile long changedMs;
  private volatile boolean withdrawn;

  /**
   * An accepted video.
   *
   * @param piece its id, times and stage
   * @param indexId the index it is for
   * @param source where its bytes are
   * @param filename what its sender called it
   * @param userMetadata what its sender keeps with it
   */
  IndexedAsset(
      Piece<Indexed> piece,
      String indexId,
      Source source,
      String filename,
      ObjectNode userMetadata) {
    this.piece = piece;
    this.indexId = indexId;
    this.source = source;
    this.filename = filename;
    this.userMetadata = userMetadata;
  }

  @Override
  public Piece<Indexed> piece() {
    return piece;
  }

  String indexId() {
    return indexId;
  }

  Source source() {
    return source;
  }

  ObjectNode userMetadata() {
    return userMetadata;
  }

  /** Whether a task of the older flow brought it. */
  boolean isOfTask() {
    return source.assetId().isEmpty();
  }

  /** Whether its video was deleted and only its task is left. */
  boolean isWithdrawn() {
    return withdrawn;
  }

  Optional<Indexed> indexed() {
    return piece.stage() instanceof Stage.Ready<Indexed> ready
        ? Optional.of(ready.result())
        : Optional.empty();
  }

  /** All its stored vectors; none before it is ready. */
  List<Embedding.Entry> vectors() {
    return indexed().map(done -> done.embedding().entries().get()).orElse(List.of());
  }

  /** 0 where it is not known. */
  double durationSec() {
    return facts().map(MediaFacts::durationSec).orElse(0.0);
  }

  Instant updatedAt() {
    return Instant.ofEpochMilli(Math.max(changedMs, piece.updatedAt().toEpochMilli()));
  }

  void amend(JsonNode change) {
    if (change.has(UserMetadata.FIELD)) {
      userMetadata = (ObjectNode) change.get(UserMetadata.FIELD);
    }
    withdrawn |= change.has("withdrawn");
    changedMs = change.get("at_ms").asLong();
  }

  /** A value by which lists and searches are filtered; missing when there is none. */
  JsonNode value(String name) {
    return switch (name) {
      case "id" -> TextNode.valueOf(piece.id());
      case "filename", "duration", "fps", "width", "height", "size" -> system(true).path(name);
      default -> userMetadata.path(name);
    };
  }

  /** A row of a list. */
  ObjectNode row() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", piece.id());
    source.assetId().ifPresent(id -> json.put("asset_id", id));
    json.put("created_at", piece.createdAt().toString()).put("updated_at", updatedAt().toString());
    if (indexed().isPresent()) {
      json.put("indexed_at", piece.updatedAt().toString());
    }
    json.put("status", piece.stage().word()).set("system_metadata", system(true));
    return json;
  }

  /** A row of the older view. */
  ObjectNode videoRow() {
    ObjectNode json = row();
    json.remove("status");
    return withUserMetadata(json);
  }

  /** All of it but what is asked for by name. */
  ObjectNode detail() {
    return withUserMetadata(row());
  }

  /** All of it in the older view. */
  ObjectNode videoDetail() {
    ObjectNode json = videoRow();
    json.set("system_metadata", system(false));
    return json;
  }

  /** As a task of the older flow. */
  ObjectNode task() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", piece.id())
        .put("index_id", indexId)
        .put("video_id", piece.id())
        .put("status", piece.stage().word());
    ObjectNode system = system(false);
    system.remove("fps");
    json.set("system_metadata", system);
    return json.put("created_at", piece.createdAt().toString())
        .put("updated_at", updatedAt().toString());
  }

  /** Its stored vectors of some kinds. */
  JsonNode embedding(List<String> options) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("model_name", EmbedOrder.MODEL);
    ArrayNode segments = json.putObject("video_embedding").putArray("segments");
    vectors().stream()
        .filter(entry -> options.contains(entry.option()))
        .forEach(entry -> segments.add(segment(entry)));
    return json;
  }

  private static JsonNode segment(Embedding.Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode vector = json.putArray("float");
    for (float value : entry.vector()) {
      vector.add(value);
    }
    return json.put("start_offset_sec", (float) entry.span().startSec())
        .put("end_offset_sec", (float) entry.span().endSec())
        .put("embedding_option", entry.option())
        .put("embedding_scope", entry.scope());
  }

  private ObjectNode withUserMetadata(ObjectNode json) {
    if (!userMetadata.isEmpty()) {
      json.set(UserMetadata.FIELD, userMetadata);
    }
    return json;
  }

  private Optional<MediaFacts> facts() {
    return source instanceof Source.Uploaded uploaded
        ? Optional.of(uploaded.footage().facts())
        : indexed().map(Indexed::facts);
  }

  private ObjectNode system(boolean size) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("filename", filename);
    facts()
        .ifPresent(
            facts -> {
              json.put("duration", (float) facts.durationSec())
                  .put("fps", (float) facts.fps())
                  .put("width", facts.width())
                  .put("height", facts.height());
              if (size) {
                json.put("size", facts.sizeBytes());
              }
            });
    return json;
  }
}
