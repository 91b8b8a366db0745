package dev.sluice.calls;

import dev.sluice.provider.MediaSource;
import dev.sluice.spend.WorkKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What a create was sent as its source, as its facts keep it: enough to know it again in a
 * provider's list, and nothing that opens or names it. Manifests change between runs; this does
 * not.
 *
 * @param text {@code link HASH HASH-OF-PATH}, {@code asset ID}, or empty when facts do not say
 */
record SentSource(String text) {
  /** Nothing that a list shows. */
  static final SentSource NONE = new SentSource("");

  private static final String LINK = "link ";
  private static final String ASSET = "asset ";

  /** How what a list shows compares with what was sent. */
  enum Likeness {
    /** It is this very source. */
    SAME,
    /** It can be, or nothing is shown. */
    PERHAPS,
    /** It is shown as something else than what was sent, and might be the same. */
    UNLIKELY,
    /** It is another. */
    NO
  }

  static SentSource of(MediaSource source) {
    if (source instanceof MediaSource.Url link) {
      return new SentSource(
          LINK + WorkKey.sha256(link.url()) + " " + WorkKey.sha256(path(link.url())));
    }
    return new SentSource(ASSET + ((MediaSource.Asset) source).ref().id());
  }

  /**
   * Compares with a link that a list shows.
   *
   * @param shown the link, or empty when the list shows none
   */
  Likeness likeness(String shown) {
    if (shown.isEmpty() || text.isEmpty()) {
      return Likeness.PERHAPS;
    }
    if (text.startsWith(ASSET)) {
      // An upload has no link of ours; whether one of theirs is ever shown is not documented.
      return shown.contains(text.substring(ASSET.length())) ? Likeness.SAME : Likeness.UNLIKELY;
    }
    String[] hashes = text.substring(LINK.length()).split(" ", 2);
    if (WorkKey.sha256(shown).equals(hashes[0])) {
      return Likeness.SAME;
    }
    // A query may be left out or written anew; a path is what it is.
    return hashes.length < 2 || WorkKey.sha256(path(shown)).equals(hashes[1])
        ? Likeness.PERHAPS
        : Likeness.NO;
  }

  private static String path(String link) {
    int start = link.indexOf("://");
    String bare = link.substring(start < 0 ? 0 : start + 3).split("[?#]", 2)[0];
    String path = bare.substring(bare.indexOf('/') + 1);
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}
