package dev.sluice.twelvelabs;

import dev.sluice.media.Links;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Takes secrets out of messages before they reach a log, a table or an exception: the key itself,
 * anything that looks like one, and the query strings of addresses, which may be signed. Kept
 * answers lose the signatures alone.
 */
final class Scrub {
  private static final Pattern KEY_LIKE = Pattern.compile("tlk_[A-Za-z0-9_-]+");

  private final ApiKey key;

  Scrub(ApiKey key) {
    this.key = key;
  }

  /** The text without secrets and line breaks, at most 500 characters. */
  String clean(String text) {
    if (text == null) {
      return "";
    }
    return Links.printable(withoutKey(text.replace(key.value(), "[key]")).strip());
  }

  /**
   * An answer that is kept, without what would let its reader open a signed link that it repeats.
   */
  static byte[] withoutSignatures(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    // Vectors are long and hold none.
    String clean = text.indexOf('=') < 0 ? text : Links.withoutSignatures(text);
    return clean.equals(text) ? answer : clean.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The text without anything that looks like a key, where the key itself is not known. */
  static String withoutKey(String text) {
    return KEY_LIKE.matcher(text).replaceAll("[key]");
  }
}
