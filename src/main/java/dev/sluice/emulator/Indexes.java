package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every index there is; kept on disk first, then shown. Thread-safe. */
final class Indexes {
  private final StateFile file;
  private final Clock clock;
  private final Map<String, Index> byId = new LinkedHashMap<>();

  Indexes(StateFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Makes an index, or refuses a name that another one has. */
  synchronized Index add(String name, List<String> options, List<String> addons) {
    checkName(name);
    long now = clock.millis();
    return keep(new Index(Piece.freshId(), now, now, name, options, addons));
  }

  /** Renames an index. */
  synchronized void rename(String id, String name) {
    Index index = get(id);
    if (!index.name().equals(name)) {
      checkName(name);
    }
    keep(index.named(name, clock.millis()));
  }

  /** Forgets an index. */
  synchronized void remove(String id) {
    file.append(JsonNodeFactory.instance.objectNode().put("index_deleted", id));
    byId.remove(id);
  }

  /** An index, or the client's error. */
  synchronized Index get(String id) {
    Index index = byId.get(id);
    if (index == null) {
      throw ApiError.notExist(id, "indexes");
    }
    return index;
  }

  /** All of them, the newest first. */
  synchronized List<Index> newestFirst() {
    List<Index> all = new ArrayList<>(byId.values());
    Collections.reverse(all);
    return all;
  }

  /** Takes in what was read from disk, if it is about an index. */
  synchronized boolean recall(JsonNode event) {
    if (event.has("index")) {
      Index index = Index.read(event.get("index"));
      byId.put(index.id(), index);
    } else if (event.has("index_deleted")) {
      byId.remove(event.get("index_deleted").asText());
    } else {
      return false;
    }
    return true;
  }

  private Index keep(Index index) {
    file.append(JsonNodeFactory.instance.objectNode().set("index", index.kept()));
    byId.put(index.id(), index);
    return index;
  }

  private void checkName(String name) {
    if (byId.values().stream().anyMatch(index -> index.name().equals(name))) {
      throw ApiError.plain(
          400,
          "index_name_already_exists",
          "Index name %s already exists. Please use another unique name and try again."
              .formatted(name));
    }
  }
}
