package dev.sluice.spend;

import java.util.Locale;

/** The kinds of facts in a journal. Their lower-case names are file suffixes and final. */
public enum FactKind {
  /** A permit was granted and a create is about to be sent. */
  INTENT,
  /** The provider accepted and gave an id. */
  CREATED,
  /** The answer is in hand. */
  DONE,
  /** The provider refused, for good. */
  REFUSED,
  /** The provider accepted and then gave up, or its result expired. */
  FAILED;

  /** File suffix. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing more happens to this generation. */
  public boolean terminal() {
    return this == DONE || this == REFUSED || this == FAILED;
  }
}
