package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers at once: {@code POST /analyze}, as one object or as a stream of lines. */
final class AnalyzeNowRoutes {
  private static final double LONGEST_SEC = 3600;

  private final Room room;
  private final Sources sources;
  private final Now now;

  AnalyzeNowRoutes(Room room, Sources sources, Now now) {
    this.room = room;
    this.sources = sources;
    this.now = now;
  }

  void to(Routes routes) {
    routes.paid("POST /analyze", Operation.ANALYZE, 200, this::analyze);
  }

  private void analyze(Exchange exchange, Admission admission) throws IOException {
    ObjectNode request = exchange.json().deepCopy();
    JsonNode stream = request.remove("stream");
    if (stream != null && !stream.isNull() && !stream.isBoolean()) {
      throw ApiError.invalid("stream", "It must be a boolean.");
    }
    for (String asynchronous : List.of("custom_id", "analysis_mode")) {
      if (request.has(asynchronous)) {
        throw ApiError.plain(
            400, "parameter_unknown", "The %s parameter is unknown.".formatted(asynchronous));
      }
    }
    AnalyzeOrder order =
        AnalyzeOrder.read(new Fields(request, ""), sources::read, room.answers()::lengthSec);
    double seconds = order.lengthSec(room.answers());
    if (seconds > LONGEST_SEC) {
      throw ApiError.invalid("video", "At once it must last an hour or less; create a task.");
    }
    admission.asksFor(order.source().name(), Optional.empty(), seconds);
    String id = Piece.freshId();
    Answer answer = now.done(order.source(), () -> room.answers().analyze(order, id));
    admission.answered(room.log(), id);
    if (stream == null || stream.isNull() || stream.asBoolean()) {
      exchange.answerLines(lines(answer));
    } else {
      exchange.answer(admission.success(), whole(answer));
    }
  }

  private static ObjectNode whole(Answer answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", answer.generationId())
        .put("data", answer.data())
        .put("finish_reason", "stop")
        .set("usage", usage(answer));
    return json;
  }

  private static List<JsonNode> lines(Answer answer) {
    List<JsonNode> lines = new ArrayList<>();
    ObjectNode start = line("stream_start");
    start.putObject("metadata").put("generation_id", answer.generationId());
    lines.add(start);
    // A word with the space after it: put together they are the answer, to the letter.
    for (String words : answer.data().split("(?<= )")) {
      lines.add(line("text_generation").put("text", words));
    }
    ObjectNode end = line("stream_end").put("finish_reason", "stop");
    end.putObject("metadata")
        .put("generation_id", answer.generationId())
        .set("usage", usage(answer));
    lines.add(end);
    return lines;
  }

  private static ObjectNode line(String type) {
    return JsonNodeFactory.instance.objectNode().put("event_type", type);
  }

  private static ObjectNode usage(Answer answer) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("output_tokens", answer.outputTokens())
        .put("input_tokens", answer.inputTokens());
  }
}
