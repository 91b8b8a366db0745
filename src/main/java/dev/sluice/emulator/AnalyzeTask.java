package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An accepted analyze task, and how it is shown.
 *
 * @param piece its id, times and stage
 * @param order what was asked
 */
record AnalyzeTask(Piece<Answer> piece, AnalyzeOrder order) implements Work<Answer> {
  private static final int SHOWN_IN_LIST = 30;

  ObjectNode created() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("task_id", piece.id()).put("status", piece.stage().word());
  }

  /** One row of the list: the question cut short, no schema, no answer. */
  ObjectNode row() {
    String prompt = order.prompt();
    return shown(prompt.length() > SHOWN_IN_LIST ? prompt.substring(0, SHOWN_IN_LIST) : prompt);
  }

  ObjectNode detail() {
    ObjectNode json = shown(order.prompt());
    order
        .schema()
        .ifPresent(
            schema ->
                json.withObject("/request_params")
                    .putObject("response_format")
                    .put("type", "json_schema")
                    .set("json_schema", schema.json()));
    if (piece.stage() instanceof Stage.Ready<Answer> ready) {
      Answer answer = ready.result();
      ObjectNode result = json.putObject("result");
      result
          .put("generation_id", answer.generationId())
          .put("data", answer.data())
          .put("finish_reason", "stop")
          .putObject("usage")
          .put("output_tokens", answer.outputTokens())
          .put("input_tokens", answer.inputTokens());
    } else if (piece.stage() instanceof Stage.Failed<Answer> failed) {
      json.putObject("error").put("message", failed.message());
    }
    return json;
  }

  private ObjectNode shown(String prompt) {
    Stage<Answer> stage = piece.stage();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("task_id", piece.id()).put("custom_id", order.customId().orElse(null));
    ObjectNode source = json.putObject("video_source");
    order.source().assetId().ifPresent(id -> source.put("type", "asset_id").put("asset_id", id));
    order.source().url().ifPresent(url -> source.put("type", "url").put("url", url));
    if (stage instanceof Stage.Ready<Answer> ready) {
      source.putObject("system_metadata").put("duration", (float) ready.result().durationSec());
    }
    json.putObject("request_params")
        .put("analysis_mode", "general")
        .put("prompt", prompt)
        .put("temperature", order.temperature())
        .put("max_tokens", order.maxTokens());
    json.put("status", stage.word()).put("created_at", piece.createdAt().toString());
    if (!(stage instanceof Stage.Working<Answer>)) {
      json.put("completed_at", piece.updatedAt().toString());
    }
    return json;
  }
}
