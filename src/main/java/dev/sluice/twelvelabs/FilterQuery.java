package dev.sluice.twelvelabs;

import dev.sluice.provider.VideoFilter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A filter as query parameters; its statuses, which may come twice, go beside it. Pure. */
final class FilterQuery {
  /** User metadata stand among the list's own parameters, without anything to tell them by. */
  private static final Set<String> OWN =
      Set.of(
          "page",
          "page_limit",
          "sort_by",
          "sort_option",
          "status",
          "filename",
          "created_at",
          "updated_at",
          "duration",
          "fps",
          "width",
          "height",
          "size");

  private FilterQuery() {}

  /**
   * The parameters.
   *
   * @throws IllegalArgumentException when the name of a user metadatum means something else there
   */
  static Map<String, String> of(VideoFilter filter) {
    Map<String, String> query = new TreeMap<>();
    filter
        .userMetadata()
        .forEach(
            (name, value) -> {
              if (OWN.contains(name) || name.contains("[")) {
                throw new IllegalArgumentException(
                    "videos cannot be filtered by user metadata named %s: it is a parameter of its own"
                        .formatted(name));
              }
              query.put(name, value);
            });
    filter.least().forEach((measure, value) -> query.put(bound(measure, "gte"), number(value)));
    filter.most().forEach((measure, value) -> query.put(bound(measure, "lte"), number(value)));
    filter.fileName().ifPresent(name -> query.put("filename", name));
    filter.createdSince().ifPresent(at -> query.put("created_at", at.toString()));
    filter.changedSince().ifPresent(at -> query.put("updated_at", at.toString()));
    return query;
  }

  private static String bound(VideoFilter.Measure measure, String end) {
    return "%s[%s]".formatted(measure.name().toLowerCase(Locale.ROOT), end);
  }

  /** Without an exponent, and whole numbers without a point. */
  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
