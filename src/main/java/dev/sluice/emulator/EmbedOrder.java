package dev.sluice.emulator;

import dev.sluice.provider.MediaRules;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * A checked request to embed a video.
 *
 * @param model the model its client named
 * @param source the video
 * @param start start of the part to embed, seconds
 * @param end end of the part to embed, seconds; empty is the end of the video
 * @param segments how to cut it
 * @param clips whether vectors of the clips are wanted
 * @param whole whether a vector of the whole is wanted
 */
record EmbedOrder(
    String model,
    Source source,
    double start,
    OptionalDouble end,
    Segments segments,
    boolean clips,
    boolean whole) {
  static final String MODEL = "marengo3.0";
  static final String NEWER = "marengo3.5";

  /** Only pictures are looked at: there is no local model for sound or speech. */
  static final List<String> OPTIONS = List.of("visual");

  static final MediaRules RULES = Models.of(MODEL, Models.Task.EMBED).rules();

  private static final double LONGEST = 4 * 3600;
  private static final Set<String> TOP =
      Set.of("input_type", "model_name", "video", "audio", "image", "text", "auto_truncate");
  private static final Set<String> VIDEO =
      Set.of(
          "media_source",
          "start_sec",
          "end_sec",
          "segmentation",
          "embedding_option",
          "embedding_scope",
          "embedding_type");

  /** What an index wants of a video: the vectors of its clips. */
  static EmbedOrder ofIndex(Source source) {
    return new EmbedOrder(
        MODEL, source, 0, OptionalDouble.empty(), Cutting.usual(MODEL), true, false);
  }

  /**
   * Checks a request.
   *
   * @param lengthSec tells the length of a source, as far as it is known
   */
  static EmbedOrder read(
      Fields request, Sources.Reading sources, Function<Source, OptionalDouble> lengthSec) {
    request.only(TOP);
    String type = request.text("input_type").orElseThrow(() -> ApiError.missing("input_type"));
    if (!type.equals("video")) {
      throw ApiError.invalid("input_type", "The emulator has a model for video only.");
    }
    String model = request.text("model_name").orElse(MODEL);
    checkModel(model);
    Fields video = request.object("video").orElseThrow(() -> ApiError.missing("video")).only(VIDEO);
    Fields media =
        video
            .object("media_source")
            .orElseThrow(() -> ApiError.missing("video.media_source"))
            .only(Set.of("asset_id", "url", "base64_string"));
    double start = video.number("start_sec", 0, LONGEST).orElse(0);
    OptionalDouble end = video.number("end_sec", 0, LONGEST);
    if (end.isPresent() && end.getAsDouble() <= start) {
      throw ApiError.invalid("video.end_sec", "It must be greater than start_sec.");
    }
    List<String> options =
        video.words("embedding_option", List.of("visual", "audio", "transcription"), OPTIONS);
    if (!options.contains("visual")) {
      throw ApiError.invalid(
          "video.embedding_option",
          "The emulator has no model for sound or speech; ask for visual.");
    }
    if (video
        .words("embedding_type", List.of("separate_embedding", "fused_embedding"), OPTIONS)
        .contains("fused_embedding")) {
      throw ApiError.invalid("video.embedding_type", "The emulator does not fuse embeddings.");
    }
    List<String> wanted =
        video.words("embedding_scope", List.of("clip", "local", "asset"), List.of("clip", "asset"));
    Segments segments =
        video.object("segmentation").map(s -> Cutting.read(s, model)).orElse(Cutting.usual(model));
    Source source = sources.read(media, RULES);
    EmbedOrder order =
        new EmbedOrder(
            model.equals(MODEL) ? MODEL : NEWER,
            source,
            start,
            end,
            segments,
            wanted.contains("clip") || wanted.contains("local"),
            wanted.contains("asset"));
    lengthSec.apply(source).ifPresent(order::spanOf);
    return order;
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

  List<String> scopes() {
    return clips && whole ? List.of("clip", "asset") : List.of(clips ? "clip" : "asset");
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
