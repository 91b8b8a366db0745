package dev.sluice.emulator;

import java.util.Locale;

/** What a client can create here; limits, faults and counters are kept per operation. */
public enum Operation {
  /** {@code POST /assets}. */
  UPLOAD,
  /** {@code POST /embed-v2/tasks}. */
  EMBED,
  /** {@code POST /analyze/tasks}. */
  ANALYZE;

  /** Lower-case name, as the log writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
