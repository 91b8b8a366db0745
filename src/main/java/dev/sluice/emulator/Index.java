package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of videos that can be searched.
 *
 * @param id its id
 * @param createdMs when it was made, milliseconds since 1970
 * @param updatedMs when it was last renamed, else when it was made
 * @param name unique among the indexes
 * @param options what is looked at: {@code visual}, {@code audio}
 * @param addons {@code thumbnail} or nothing
 */
record Index(
    String id,
    long createdMs,
    long updatedMs,
    String name,
    List<String> options,
    List<String> addons) {

  Index named(String newName, long atMs) {
    return new Index(id, createdMs, atMs, newName, options, addons);
  }

  /** Whether vectors of an option are kept in it; speech is part of the sound. */
  boolean has(String option) {
    return options.contains(option.equals("transcription") ? "audio" : option);
  }

  /** What is kept of it. */
  JsonNode kept() {
    return Exchange.JSON.valueToTree(this);
  }

  static Index read(JsonNode kept) {
    return new Index(
        kept.get("id").asText(),
        kept.get("createdMs").asLong(),
        kept.get("updatedMs").asLong(),
        kept.get("name").asText(),
        words(kept.get("options")),
        words(kept.get("addons")));
  }

  /** How it is shown, but for what is in it. */
  ObjectNode shown() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", id)
        .put("created_at", Instant.ofEpochMilli(createdMs).toString())
        .put("updated_at", Instant.ofEpochMilli(updatedMs).toString())
        .putNull("expires_at")
        .put("index_name", name);
    ArrayNode models = json.putArray("models");
    ArrayNode shownOptions =
        models.addObject().put("model_name", EmbedOrder.MODEL).putArray("model_options");
    options.forEach(shownOptions::add);
    ArrayNode shownAddons = json.putArray("addons");
    addons.forEach(shownAddons::add);
    return json;
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return List.copyOf(words);
  }
}
