package dev.sluice.twelvelabs;

import java.util.regex.Pattern;

/** Ids as the provider gives them: they become parts of addresses, so not every text is one. */
final class Ids {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private Ids() {}

  /** Whether this is an id of an asset or a task. */
  static boolean isOne(String id) {
    return id != null && FORM.matcher(id).matches();
  }

  /** Whether this stays one part of an address once it is escaped. */
  static boolean isPart(String id) {
    return id != null && !id.isBlank() && id.length() <= 1024 && !id.matches("\\.{1,2}");
  }
}
