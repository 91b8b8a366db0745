package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An accepted embed task, and how it is shown.
 *
 * @param piece its id, times and stage
 * @param order what was asked
 */
record EmbedTask(Piece<Embedding> piece, EmbedOrder order) implements Work<Embedding> {

  ObjectNode created() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", piece.id()).put("status", "processing").putNull("data");
    return json;
  }

  /** One row of the list: what the documentation shows and nothing else. */
  ObjectNode row() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", piece.id())
        .put("model_name", order.model())
        .put("status", piece.stage().word())
        .put("created_at", piece.createdAt().toString())
        .put("updated_at", piece.updatedAt().toString());
    String input = order.wanted().input();
    ObjectNode metadata = json.putObject(input + "_embedding").putObject("metadata");
    order.source().url().ifPresent(url -> metadata.put("input_url", url));
    if (input.equals("video")) {
      order.clipLength().ifPresent(seconds -> metadata.put("video_clip_length", seconds));
    } else {
      ArrayNode options = metadata.putArray("audio_embedding_option");
      order.wanted().options().forEach(options::add);
    }
    ArrayNode scopes = metadata.putArray(input + "_embedding_scope");
    order.wanted().scopes().forEach(scopes::add);
    if (piece.stage() instanceof Stage.Ready<Embedding> ready) {
      metadata.put("duration", (float) ready.result().durationSec());
    }
    return json;
  }

  ObjectNode detail() {
    Stage<Embedding> stage = piece.stage();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", piece.id())
        .put("status", stage.word())
        .put("created_at", piece.createdAt().toString())
        .put("updated_at", piece.updatedAt().toString());
    if (stage instanceof Stage.Ready<Embedding> ready) {
      ArrayNode data = json.putArray("data");
      ready.result().entries().get().forEach(entry -> data.add(entry(entry)));
      json.set("metadata", metadata(order, ready.result()));
    } else {
      json.putNull("data");
    }
    if (stage instanceof Stage.Failed<Embedding> failed) {
      json.putObject("error").put("message", failed.message());
    }
    return json;
  }

  /** What was embedded, beside the vectors. */
  static ObjectNode metadata(EmbedOrder order, Embedding embedding) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("input_type", order.wanted().input());
    order.source().url().ifPresent(url -> metadata.put("input_url", url));
    order.clipLength().ifPresent(seconds -> metadata.put("clip_length", seconds));
    ArrayNode options = metadata.putArray("embedding_options");
    order.wanted().options().forEach(options::add);
    ArrayNode scopes = metadata.putArray("embedding_scopes");
    order.wanted().scopes().forEach(scopes::add);
    metadata.put("duration", (float) embedding.durationSec());
    return metadata;
  }

  /** One vector as it is shown. */
  static ObjectNode entry(Embedding.Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode vector = json.putArray("embedding");
    for (float value : entry.vector()) {
      vector.add(value);
    }
    return json.put("embedding_option", entry.option())
        .put("embedding_scope", entry.scope())
        .put("start_sec", (float) entry.span().startSec())
        .put("end_sec", (float) entry.span().endSec());
  }
}
