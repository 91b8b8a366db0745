package dev.sluice.ratelimit;

import java.util.Locale;

/** What a provider counts against a limit. */
public enum Dimension {
  /** Requests that create something. */
  REQUESTS,
  /** Minutes of media sent to be processed. */
  MEDIA_MINUTES,
  /** Text tokens, in and out. */
  TOKENS;

  /** Lower-case name, as written in job files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
