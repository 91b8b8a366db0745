package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Brings back what a state file tells. */
final class Past {
  private static final int FORMAT = 1;

  private final Answering answering;
  private final EmulatorLog log;
  private final Shared shared;
  private final Limiter limiter;
  private final Indexes indexes;
  private final Uploads uploads;
  private final Map<Operation, Works<?, ?>> works = new EnumMap<>(Operation.class);

  Past(
      Answering answering,
      EmulatorLog log,
      Shared shared,
      Limiter limiter,
      Indexes indexes,
      Uploads uploads) {
    this.answering = answering;
    this.log = log;
    this.shared = shared;
    this.limiter = limiter;
    this.indexes = indexes;
    this.uploads = uploads;
  }

  Past works(Works<?, ?> one) {
    works.put(one.operation(), one);
    return this;
  }

  /** Reads the file, and goes on with what was not finished. */
  void recall(StateFile file) throws IOException {
    if (!file.keeps()) {
      return;
    }
    file.replay(this::recall);
    if (file.isEmpty()) {
      file.append(
          JsonNodeFactory.instance
              .objectNode()
              .put("format", FORMAT)
              .put("answering", answering.name()));
    }
    works.values().forEach(Works::resume);
  }

  private void recall(JsonNode event) throws IOException {
    if (event.has("format")) {
      check(event);
    } else if (event.has("shared")) {
      shared.remember(event.get("shared"));
    } else if (event.has("upload")) {
      uploads.recall(event);
    } else if (event.has("n")) {
      CreateRecord create = CreateRecord.read(event);
      log.remember(create);
      if (create.outcome() != CreateRecord.Outcome.THROTTLED) {
        limiter.recall(create.operation(), create.at(), event.path("media_sec").asDouble() / 60);
      }
      // What was answered at once left nothing to go on with.
      if (create.outcome() == CreateRecord.Outcome.ACCEPTED && event.has("order")) {
        works.get(create.operation()).recall(create, event);
      }
    } else if (!indexes.recall(event)) {
      String id =
          Stream.of("settled", "deleted", "amended")
              .filter(event::has)
              .map(what -> event.get(what).asText())
              .findFirst()
              .orElseThrow(() -> new IOException("it tells of nothing that is known"));
      works.get(Operation.of(event.get("operation").asText())).recall(id, event);
    }
  }

  private void check(JsonNode event) throws IOException {
    int format = event.get("format").asInt();
    if (format != FORMAT) {
      throw new IOException("it has format %d, and this is %d".formatted(format, FORMAT));
    }
    String kept = event.get("answering").asText();
    if (!kept.equals(answering.name())) {
      throw new IOException(
          "its answers are of %s, and this emulator's would be of %s"
              .formatted(kept, answering.name()));
    }
  }
}
