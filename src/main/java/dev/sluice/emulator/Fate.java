package dev.sluice.emulator;

import java.util.Locale;

/** How the work of something accepted ends. */
enum Fate {
  /** As its footage lets it. */
  WORKS,
  /** It fails, whatever the footage. */
  FAILS,
  /** It is forgotten instead of being finished. */
  EXPIRES;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Fate of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
