package dev.sluice.emulator;

import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A checked request to embed a video, or its sound.
 *
 * @param model the model its client named
 * @param source the video
 * @param start start of the part to embed, seconds
 * @param end end of the part to embed, seconds; empty is the end of the video
 * @param segments how to cut it
 * @param wanted which vectors
 */
record EmbedOrder(
    String model,
    Source source,
    double start,
    OptionalDouble end,
    Segments segments,
    Wanted wanted) {
  static final String MODEL = "marengo3.0";
  static final String NEWER = "marengo3.5";

  static final MediaRules RULES = Models.of(MODEL, Models.Task.EMBED).rules();

  private static final double LONGEST = 4 * 3600;
  private static final Set<String> TOP =
      Set.of("input_type", "model_name", "video", "audio", "image", "text", "auto_truncate");
  private static final Set<String> PART =
      Set.of(
          "media_source",
          "start_sec",
          "end_sec",
          "segmentation",
          "embedding_option",
          "embedding_scope",
          "embedding_type");

  /** What an index wants of a video: the vectors of its clips. */
  static EmbedOrder ofIndex(Source source, List<String> options) {
    return new EmbedOrder(
        MODEL, source, 0, OptionalDouble.empty(), Cutting.usual(MODEL), Wanted.ofClips(options));
  }

  /**
   * Checks a request.
   *
   * @param answers tells the length of a source, as far as it is known, and what it can embed
   */
  static EmbedOrder read(Fields request, Sources.Reading sources, Answers answers) {
    request.only(TOP);
    String type = request.text("input_type").orElseThrow(() -> ApiError.missing("input_type"));
    if (!Set.of("video", "audio").contains(type)) {
      throw ApiError.invalid("input_type", "The emulator has tasks of video and audio only.");
    }
    String model = request.text("model_name").orElse(MODEL);
    checkModel(model);
    boolean newer = model.equals(NEWER);
    Fields part = request.object(type).orElseThrow(() -> ApiError.missing(type)).only(PART);
    String at = part.at("media_source");
    Fields media =
        part.object("media_source")
            .orElseThrow(() -> ApiError.missing(at))
            .only(Set.of("asset_id", "url", "base64_string"));
    double start = part.number("start_sec", 0, LONGEST).orElse(0);
    OptionalDouble end = part.number("end_sec", 0, LONGEST);
    if (end.isPresent() && end.getAsDouble() <= start) {
      throw ApiError.invalid(part.at("end_sec"), "It must be greater than start_sec.");
    }
    Wanted wanted = Wanted.read(part, type, newer, answers.options());
    EmbedOrder order =
        new EmbedOrder(
            newer ? NEWER : MODEL,
            sources.read(media, RULES),
            start,
            end,
            segments(part, type, model),
            wanted);
    answers.lengthSec(order.source()).ifPresent(order::spanOf);
    return order;
  }

  private static Segments segments(Fields part, String type, String model) {
    boolean fixedOnly = type.equals("audio") && model.equals(MODEL);
    Segments usual = fixedOnly ? new Segments.Fixed(Cutting.USUAL_FIXED_SEC) : Cutting.usual(model);
    Segments segments = part.object("segmentation").map(s -> Cutting.read(s, model)).orElse(usual);
    if (fixedOnly && !(segments instanceof Segments.Fixed)) {
      throw ApiError.invalid(part.at("segmentation"), "For audio it must be fixed.");
    }
    return segments;
  }

  /** Seconds of media that this counts for, as far as they are known now, else 0. */
  double lengthSec(Answers answers) {
    OptionalDouble known = answers.lengthSec(source);
    return known.isPresent() ? spanOf(known.getAsDouble()).lengthSec() : 0;
  }

  /** The part of the video that is embedded; the client's error when it lies outside. */
  Span spanOf(double duration) {
    if (start >= duration || (end.isPresent() && end.getAsDouble() > duration + 1)) {
      throw ApiError.invalid(
          "video.end_sec",
          "The part asked for lies outside the video of %.2f s.".formatted(duration));
    }
    return new Span(start, Math.min(end.orElse(duration), duration));
  }

  /** The clip length that lists and details show, for clips of one length only. */
  Optional<Double> clipLength() {
    return segments instanceof Segments.Fixed fixed
        ? Optional.of(fixed.seconds())
        : Optional.empty();
  }

  static void checkModel(String model) {
    if (model.equals(MODEL) || model.equals(NEWER)) {
      return;
    }
    boolean withdrawn = model.toLowerCase(Locale.ROOT).matches("marengo-?(retrieval-)?2\\.[67]");
    throw ApiError.invalid(
        "model_name",
        withdrawn
            ? model + " is no longer supported. Please use marengo3.0 instead."
            : "The emulator knows marengo3.0 and marengo3.5, not " + model + ".");
  }
}
