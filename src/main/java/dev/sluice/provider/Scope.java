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
}
