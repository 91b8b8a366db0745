package dev.sluice.classify;

import java.util.List;

/**
 * A class of videos as a person describes it.
 *
 * @param name its name
 * @param prompts texts that describe what is seen or heard in it, 1 or more; a clip counts for the
 *     nearest one
 * @param options what of a clip is looked at: {@code visual}, {@code audio}, {@code transcription}
 *     or {@code fused}, as far as it was embedded; default {@code visual}
 * @param threshold smallest cosine of a clip that matches; default that of all classes
 * @param minRatio share of the video's time that matched clips must cover; default that of all
 *     classes
 */
public record VideoClass(
    String name, List<String> prompts, List<String> options, Double threshold, Double minRatio) {

  /** Fills in defaults; {@link ClassifyConf} looks for mistakes. */
  public VideoClass {
    name = name == null ? "" : name.strip();
    prompts = prompts == null ? List.of() : prompts.stream().map(VideoClass::text).toList();
    options = options == null ? List.of("visual") : options.stream().map(VideoClass::text).toList();
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }
}
