package dev.sluice.provider;

import java.util.Locale;

/** What an embedding vector stands for. */
public enum Scope {
  /** One segment of a video. */
  CLIP,
  /** The video as a whole. */
  VIDEO;

  /** Lower-case name, as written to tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads its lower-case name.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Scope of(String key) {
    for (Scope scope : values()) {
      if (scope.key().equals(key)) {
        return scope;
      }
    }
    throw new IllegalArgumentException("a scope is clip or video, not " + key);
  }
}
