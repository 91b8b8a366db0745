package dev.sluice.curate;

import dev.sluice.tables.ReviewRow;
import java.io.Serializable;

/**
 * What a person decided.
 *
 * @param label the label; null when excluded
 * @param exclude whether to leave it out
 */
record Ruling(String label, boolean exclude) implements Serializable {
  private static final long serialVersionUID = 1L;

  static Ruling of(ReviewRow review) {
    return new Ruling(review.label(), review.exclude());
  }
}
