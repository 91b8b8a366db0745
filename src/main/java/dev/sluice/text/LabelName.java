package dev.sluice.text;

import java.text.Normalizer;
import java.util.Locale;

/** When two spellings are one label. */
public final class LabelName {
  private LabelName() {}

  /**
   * The spelling that all variants of a label share: case, quotes, punctuation and spacing do not
   * count, letters, digits and their accents do. Empty when there is no letter or digit.
   */
  public static String key(String label) {
    String plain = Normalizer.normalize(label, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder();
    plain
        .codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c)
                  || Character.getType(c) == Character.NON_SPACING_MARK) {
                out.appendCodePoint(c);
              } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
              }
            });
    return out.toString().strip();
  }
}
