package dev.sluice.emulator;

import java.util.List;
import java.util.Optional;

/**
 * A checked search.
 *
 * @param options what is to be looked at
 * @param text the words; empty when only pictures are asked with
 * @param all whether everything looked at must match, and not only some of it
 * @param byVideo whether clips are put together by video
 * @param limit rows per page
 * @param filter which videos are looked at
 * @param metadata whether rows carry the user metadata
 */
record SearchOrder(
    List<String> options,
    Optional<String> text,
    boolean all,
    boolean byVideo,
    int limit,
    Filter filter,
    boolean metadata) {
  private static final int LARGEST_PAGE = 50;
  private static final int LONGEST_TEXT = 2000;
  private static final List<String> OPTIONS = List.of("visual", "audio", "transcription");

  /** Checks the form of a search in an index. */
  static SearchOrder read(Multipart form, Index index) {
    List<String> options = form.all("search_options").stream().distinct().toList();
    if (options.isEmpty()) {
      throw ApiError.missing("search_options");
    }
    for (String option : options) {
      if (!OPTIONS.contains(option)) {
        throw ApiError.invalid(
            "search_options", option + " is none of visual, audio, transcription.");
      }
      if (!index.has(option)) {
        throw ApiError.plain(
            400,
            "search_option_not_supported",
            "The index %s has no %s.".formatted(index.id(), option));
      }
    }
    for (String option : form.all("transcription_options")) {
      oneOf("transcription_options", option, "lexical", "semantic");
    }
    Optional<String> text = form.field("query_text").filter(words -> !words.isBlank());
    if (text.isPresent() && text.get().length() > LONGEST_TEXT) {
      throw ApiError.invalid("query_text", "It must have 500 tokens or fewer.");
    }
    return new SearchOrder(
        options,
        text,
        oneOf("operator", form.field("operator").orElse("or"), "or", "and").equals("and"),
        oneOf("group_by", form.field("group_by").orElse("clip"), "clip", "video").equals("video"),
        limit(form.field("page_limit").orElse("10")),
        Filter.of(form.field("filter")),
        form.field("include_user_metadata").orElse("").equals("true"));
  }

  private static String oneOf(String name, String word, String first, String second) {
    if (!word.equals(first) && !word.equals(second)) {
      throw ApiError.invalid(name, "It must be %s or %s.".formatted(first, second));
    }
    return word;
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST_PAGE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // It is told below, as a number out of range is.
    }
    throw ApiError.invalid("page_limit", "It must be a number between 1 and 50.");
  }
}
