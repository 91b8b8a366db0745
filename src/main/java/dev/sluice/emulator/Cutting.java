package dev.sluice.emulator;

import java.util.Optional;
import java.util.Set;

/** The two ways in which models want to be told how to cut. */
final class Cutting {
  static final double USUAL_FIXED_SEC = 6;

  private Cutting() {}

  /** How a model cuts when it is not told. */
  static Segments usual(String model) {
    return new Segments.Dynamic(newer(model) ? 2 : 4);
  }

  /** Reads a segmentation object; the newer model wraps it. */
  static Segments read(Fields segmentation, String model) {
    Fields plain = segmentation;
    if (newer(model)) {
      plain =
          segmentation
              .only(Set.of("temporal"))
              .object("temporal")
              .orElseThrow(() -> ApiError.missing(segmentation.at("temporal")));
    }
    plain.only(Set.of("strategy", "fixed", "dynamic"));
    String at = plain.at("strategy");
    String strategy = plain.text("strategy").orElseThrow(() -> ApiError.missing(at));
    if (!Set.of("fixed", "dynamic").contains(strategy)) {
      throw ApiError.invalid(at, "It must be fixed or dynamic.");
    }
    Optional<Fields> detail = plain.object(strategy);
    return strategy.equals("fixed")
        ? new Segments.Fixed(length(detail, "duration_sec", 10, USUAL_FIXED_SEC))
        : new Segments.Dynamic(length(detail, "min_duration_sec", 5, newer(model) ? 2 : 4));
  }

  private static double length(
      Optional<Fields> detail, String name, double most, double otherwise) {
    return detail.map(fields -> fields.number(name, 1, most).orElse(otherwise)).orElse(otherwise);
  }

  private static boolean newer(String model) {
    return model.equals(EmbedOrder.NEWER);
  }
}
