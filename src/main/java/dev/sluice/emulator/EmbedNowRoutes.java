package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors at once: {@code POST /embed-v2} of video, audio, image, text, text with an image, and
 * {@code multi_input} of text and images. A video and a picture are looked at by the local model,
 * and are near each other where they look alike. No local model reads: the vector of a text is made
 * up, and a vector of several things is their mean.
 */
final class EmbedNowRoutes {
  private static final double LONGEST_SEC = 600;
  private static final int MOST_SOURCES = 10;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final Set<String> TIMED = Set.of("video", "audio");
  private static final Set<String> TYPES =
      Set.of("text", "image", "text_image", "video", "audio", "multi_input");
  private static final Set<String> MEDIA = Set.of("asset_id", "url", "base64_string");

  private final Room room;
  private final Sources sources;
  private final Now now;

  EmbedNowRoutes(Room room, Sources sources, Now now) {
    this.room = room;
    this.sources = sources;
    this.now = now;
  }

  void to(Routes routes) {
    routes.paid("POST /embed-v2", EmbedNowRoutes::operation, 200, this::embed);
  }

  private static Operation operation(Exchange exchange) throws IOException {
    String type = exchange.json().path("input_type").asText();
    return TIMED.contains(type) ? Operation.EMBED : Operation.EMBED_TEXT;
  }

  private void embed(Exchange exchange, Admission admission) throws IOException {
    Fields request = new Fields(exchange.json(), "");
    String type = request.text("input_type").orElseThrow(() -> ApiError.missing("input_type"));
    if (!TYPES.contains(type)) {
      throw ApiError.invalid(
          "input_type", "It must be one of video, audio, image, text, text_image and multi_input.");
    }
    String model = request.text("model_name").orElse(EmbedOrder.MODEL);
    EmbedOrder.checkModel(model);
    if (model.equals(EmbedOrder.NEWER) && !type.equals("multi_input")) {
      throw ApiError.invalid("input_type", "With marengo3.5 it must be multi_input.");
    }
    ObjectNode answer =
        TIMED.contains(type)
            ? timed(request, admission)
            : parts(exchange, request, type, model, admission);
    admission.answered(room.log(), Piece.freshId());
    exchange.answer(admission.success(), answer);
  }

  private ObjectNode timed(Fields request, Admission admission) throws IOException {
    EmbedOrder order = EmbedOrder.read(request, sources::read, room.answers());
    double seconds = order.lengthSec(room.answers());
    if (seconds > LONGEST_SEC) {
      throw ApiError.invalid(
          order.wanted().input(), "At once it must last 10 minutes or less; create a task.");
    }
    admission.asksFor(order.source().name(), Optional.empty(), seconds);
    Embedding embedding = now.done(order.source(), () -> room.answers().embed(order));
    Span span = order.spanOf(embedding.durationSec());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode data = answer.putArray("data");
    embedding.entries().get().forEach(entry -> data.add(EmbedTask.entry(entry)));
    ObjectNode metadata = EmbedTask.metadata(order, embedding);
    metadata.put("start_offset_sec", (float) span.startSec());
    answer.set("metadata", metadata.put("end_offset_sec", (float) span.endSec()));
    return answer;
  }

  private ObjectNode parts(
      Exchange exchange, Fields request, String type, String model, Admission admission)
      throws IOException {
    request.only(Set.of("input_type", "model_name", "auto_truncate", type));
    Fields input = request.object(type).orElseThrow(() -> ApiError.missing(type));
    Optional<String> text = text(input, type, model);
    List<Fields> media = media(input, type);
    if (text.isEmpty() && media.isEmpty()) {
      throw ApiError.invalid(type, "It needs input_text or media_sources.");
    }
    List<float[]> vectors = new ArrayList<>();
    text.ifPresent(words -> vectors.add(MadeUpAnswers.text(model, words)));
    Optional<String> url = Optional.empty();
    for (Fields one : media) {
      Source source = sources.picture(one);
      url = source.url();
      vectors.add(now.done(source, () -> room.answers().picture(source)));
    }
    admission.asksFor(url.orElse(type), Optional.empty(), 0);
    now.servedBy(exchange, !media.isEmpty(), text.isPresent());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode entry = answer.putArray("data").addObject();
    ArrayNode vector = entry.putArray("embedding");
    for (float value : Unit.mean(vectors, Embedding.DIMENSION)) {
      vector.add(value);
    }
    List.of("embedding_option", "embedding_scope", "start_sec", "end_sec").forEach(entry::putNull);
    if (!type.equals("text")) {
      ObjectNode metadata = answer.putObject("metadata").put("input_type", type);
      if (!type.equals("multi_input")) {
        url.ifPresent(link -> metadata.put("input_url", link));
      }
    }
    if (model.equals(EmbedOrder.NEWER)) {
      ObjectNode usage = answer.putObject("usage").put("truncated", false);
      usage.putObject("input_tokens").put("text", tokens(text.orElse("")));
    }
    return answer;
  }

  private static Optional<String> text(Fields input, String type, String model) {
    if (type.equals("image")) {
      return Optional.empty();
    }
    Optional<String> text = input.text("input_text");
    String at = input.at("input_text");
    if (!type.equals("multi_input") && text.isEmpty()) {
      throw ApiError.missing(at);
    }
    int most = model.equals(EmbedOrder.NEWER) ? 2000 : 500;
    if (text.isPresent() && (text.get().isBlank() || tokens(text.get()) > most)) {
      throw ApiError.invalid(at, "It must have 1 to %d tokens.".formatted(most));
    }
    return text;
  }

  private static List<Fields> media(Fields input, String type) {
    switch (type) {
      case "text" -> {
        input.only(Set.of("input_text"));
        return List.of();
      }
      case "multi_input" -> {
        input.only(Set.of("input_text", "media_sources"));
        return sources(input);
      }
      default -> {
        input.only(Set.of("input_text", "media_source"));
        String at = input.at("media_source");
        return List.of(
            input.object("media_source").orElseThrow(() -> ApiError.missing(at)).only(MEDIA));
      }
    }
  }

  private static List<Fields> sources(Fields input) {
    JsonNode array = input.json().path("media_sources");
    String at = input.at("media_sources");
    List<Fields> media = new ArrayList<>();
    for (JsonNode one : array) {
      Fields source = new Fields(one, at);
      source.only(Set.of("name", "media_type", "asset_id", "url", "base64_string"));
      if (!source.text("media_type").orElse("").equals("image")) {
        throw ApiError.invalid(at, "The emulator takes images only.");
      }
      media.add(source);
    }
    if (media.size() > MOST_SOURCES) {
      throw ApiError.invalid(at, "It must hold 10 sources or fewer.");
    }
    return media;
  }

  /** Near enough for English; no tokenizer of the real service is known. */
  private static int tokens(String text) {
    return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
