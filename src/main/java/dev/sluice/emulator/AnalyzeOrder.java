package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * A checked request to answer a question about a video.
 *
 * @param source the video
 * @param start start of the part asked about, seconds
 * @param end end of the part asked about, seconds; empty is the end of the video
 * @param prompt the question
 * @param schema what the answer must look like; empty for free text
 * @param customId the id its client gave it
 * @param temperature taken and shown, of no effect: the local model does not draw lots
 * @param maxTokens longest answer
 */
record AnalyzeOrder(
    Source source,
    double start,
    OptionalDouble end,
    String prompt,
    Optional<AnswerSchema> schema,
    Optional<String> customId,
    double temperature,
    int maxTokens) {
  private static final String MODEL = "pegasus1.5";
  static final MediaRules RULES = Models.of(MODEL, Models.Task.ANALYZE).rules();

  private static final double LONGEST = 2 * 3600;
  private static final double SHORTEST_WINDOW = 4;
  private static final Set<String> TOP =
      Set.of(
          "model_name",
          "video",
          "prompt",
          "prompt_v2",
          "temperature",
          "max_tokens",
          "start_time",
          "end_time",
          "response_format",
          "custom_id",
          "analysis_mode");

  /**
   * Checks a request.
   *
   * @param lengthSec tells the length of a source, as far as it is known
   */
  static AnalyzeOrder read(
      Fields request, Sources.Reading sources, Function<Source, OptionalDouble> lengthSec) {
    request.only(TOP);
    checkModel(request.text("model_name").orElse(MODEL));
    if (!request.text("analysis_mode").orElse("general").equals("general")) {
      throw ApiError.invalid("analysis_mode", "The emulator knows general only.");
    }
    String prompt = request.text("prompt").orElseThrow(() -> ApiError.missing("prompt"));
    if (prompt.isBlank()) {
      throw ApiError.invalid("prompt", "It must not be empty.");
    }
    Optional<String> customId = request.text("custom_id");
    if (customId.isPresent() && !customId.get().matches("[A-Za-z0-9_-]{1,64}")) {
      throw ApiError.invalid("custom_id", "It must be 1 to 64 characters of A-Z a-z 0-9 _ -.");
    }
    Fields video = request.object("video").orElseThrow(() -> ApiError.missing("video"));
    video.only(Set.of("type", "asset_id", "url", "base64_string"));
    String type = video.text("type").orElseThrow(() -> ApiError.missing("video.type"));
    if (video.text(type).isEmpty()) {
      throw ApiError.missing("video." + type);
    }
    OptionalDouble end = request.number("end_time", 0, LONGEST);
    AnalyzeOrder order =
        new AnalyzeOrder(
            sources.read(new Fields(video.json(), "video"), RULES),
            request.number("start_time", 0, LONGEST).orElse(0),
            end,
            prompt,
            request.object("response_format").map(AnalyzeOrder::schema),
            customId,
            request.number("temperature", 0, 1).orElse(0.2),
            (int) request.number("max_tokens", 512, 98_304).orElse(4096));
    lengthSec.apply(order.source()).ifPresent(order::spanOf);
    return order;
  }

  /** Seconds of media that this counts for, as far as they are known now, else 0. */
  double lengthSec(Answers answers) {
    OptionalDouble known = answers.lengthSec(source);
    return known.isPresent() ? spanOf(known.getAsDouble()).lengthSec() : 0;
  }

  /** The part of the video asked about; the client's error when it lies outside or is too short. */
  Span spanOf(double duration) {
    double last = Math.min(end.orElse(duration), duration);
    boolean window = start > 0 || end.isPresent();
    if (start >= duration || (end.isPresent() && end.getAsDouble() > duration + 1)) {
      throw ApiError.invalid(
          "end_time", "The part asked for lies outside the video of %.2f s.".formatted(duration));
    }
    if (window && last - start < SHORTEST_WINDOW - 0.05) {
      throw ApiError.invalid("end_time", "The part asked for must last 4 s or more.");
    }
    return new Span(start, last);
  }

  private static void checkModel(String model) {
    if (model.equals(MODEL) || model.equals("pegasus1.6")) {
      return;
    }
    boolean withdrawn = model.toLowerCase(Locale.ROOT).matches("pegasus1\\.[12]");
    throw ApiError.invalid(
        "model_name",
        withdrawn
            ? model + " has been sunset. Please use pegasus1.5 instead."
            : "The emulator knows pegasus1.5 and pegasus1.6, not " + model + ".");
  }

  private static AnswerSchema schema(Fields format) {
    format.only(Set.of("type", "json_schema"));
    if (!format.text("type").orElse("").equals("json_schema")) {
      throw ApiError.invalid("response_format.type", "The emulator knows json_schema only.");
    }
    JsonNode schema =
        format
            .object("json_schema")
            .orElseThrow(() -> ApiError.missing("response_format.json_schema"))
            .json();
    return AnswerSchema.read(schema);
  }
}
