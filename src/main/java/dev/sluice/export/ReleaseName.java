package dev.sluice.export;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How releases are named.
 *
 * @param text the first part of numbered names, or one whole name
 * @param numbered whether names get a number
 */
record ReleaseName(String text, boolean numbered) {
  private static final String NUMBER = "-(\\d{3,9})";

  /** {@code demo-001}, {@code demo-002} and so on. */
  static ReleaseName numbered(String text) {
    return new ReleaseName(text, true);
  }

  /** One name for one release. */
  static ReleaseName whole(String text) {
    return new ReleaseName(text, false);
  }

  /** Whether a folder is named like this. */
  boolean owns(String folder) {
    return numbered ? form().matcher(folder).matches() : folder.equals(text);
  }

  /** The first free name after those in use; empty when the one name is taken. */
  Optional<String> next(Collection<String> taken) {
    if (!numbered) {
      return taken.contains(text) ? Optional.empty() : Optional.of(text);
    }
    int last = 0;
    for (String one : taken) {
      Matcher matcher = form().matcher(one);
      if (matcher.matches()) {
        last = Math.max(last, Integer.parseInt(matcher.group(1)));
      }
    }
    return Optional.of(String.format(Locale.ROOT, "%s-%03d", text, last + 1));
  }

  private Pattern form() {
    return Pattern.compile(Pattern.quote(text) + NUMBER);
  }
}
