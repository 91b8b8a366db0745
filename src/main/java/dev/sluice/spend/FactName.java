package dev.sluice.spend;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a fact, which is also its path in a journal: {@code v1/<2 hex>/<work
 * key>.<generation>.<kind>}. Final.
 *
 * @param workKey the work
 * @param generation its generation, from 1
 * @param kind what is said about it
 */
public record FactName(WorkKey workKey, int generation, FactKind kind) {
  private static final Pattern FILE =
      Pattern.compile("([0-9a-f]{64})\\.(\\d{1,4})\\.(intent|created|done|refused|failed)");

  /** Rejects generations below 1. */
  public FactName {
    if (generation < 1) {
      throw new IllegalArgumentException("generations count from 1, not " + generation);
    }
  }

  /** The file name alone. */
  public String file() {
    return workKey.value() + "." + generation + "." + kind.key();
  }

  /** The path inside the journal. */
  public String path() {
    return "v1/" + workKey.value().substring(0, 2) + "/" + file();
  }

  /** Reads a file name; empty for anything that is not a fact. */
  public static Optional<FactName> parse(String file) {
    Matcher m = FILE.matcher(file);
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new FactName(
            new WorkKey(m.group(1)),
            Integer.parseInt(m.group(2)),
            FactKind.valueOf(m.group(3).toUpperCase(Locale.ROOT))));
  }
}
