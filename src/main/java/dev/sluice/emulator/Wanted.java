package dev.sluice.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which vectors a request wants.
 *
 * @param input {@code video} or {@code audio}
 * @param options what is looked at and listened to, of what the emulator can
 * @param kinds the options of the vectors that are given, {@code fused} among them
 * @param clips whether vectors of the clips are wanted
 * @param whole whether a vector of the whole is wanted
 */
record Wanted(
    String input, List<String> options, List<String> kinds, boolean clips, boolean whole) {
  static final String FUSED = "fused";

  private static final String SEPARATE = "separate_embedding";

  /** The vectors of clips, for an index. */
  static Wanted ofClips(List<String> options) {
    return new Wanted("video", options, options, true, false);
  }

  /**
   * Reads it.
   *
   * @param part the object of the request that is named as the input
   * @param able what the emulator can look at and listen to
   */
  static Wanted read(Fields part, String input, boolean newer, List<String> able) {
    List<String> known = new ArrayList<>();
    if (input.equals("video")) {
      known.add("visual");
    }
    known.add("audio");
    if (!newer) {
      known.add("transcription");
    }
    List<String> options =
        part.words("embedding_option", known, known).stream().filter(able::contains).toList();
    if (options.isEmpty()) {
      throw ApiError.invalid(
          part.at("embedding_option"),
          "No local model hears sound or speech; ask for visual, or start with made-up answers.");
    }
    List<String> types =
        part.words("embedding_type", List.of(SEPARATE, "fused_embedding"), List.of(SEPARATE));
    List<String> kinds = new ArrayList<>(types.contains(SEPARATE) ? options : List.of());
    if (types.contains("fused_embedding")) {
      if (newer || options.size() < 2) {
        throw ApiError.invalid(
            part.at("embedding_type"),
            "The emulator fuses two or more options of marengo3.0; here are %s."
                .formatted(String.join(", ", options)));
      }
      kinds.add(FUSED);
    }
    Set<String> scopes =
        Set.copyOf(
            part.words(
                "embedding_scope", List.of("clip", "local", "asset"), List.of("clip", "asset")));
    return new Wanted(
        input,
        options,
        List.copyOf(kinds),
        scopes.contains("clip") || scopes.contains("local"),
        scopes.contains("asset"));
  }

  List<String> scopes() {
    return clips && whole ? List.of("clip", "asset") : List.of(clips ? "clip" : "asset");
  }
}
