package dev.sluice.tables;

import static org.apache.spark.sql.functions.regexp_replace;

import dev.sluice.media.Links;
import dev.sluice.media.Sha256;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** How keys of {@code quarantine} name manifest rows. Their written form is read back. Pure. */
public final class QuarantineKey {
  /** What keys of rows without a video_id begin with. */
  static final String UNNAMED = "uri:";

  private static final String NUMBER = "#\\d+$";

  // A link has no blanks: what follows one tells its query from others.
  private static final String QUERY = " [0-9a-f]{8}$";

  private QuarantineKey() {}

  /**
   * What stands for a row without a video_id, the same however its link is signed. Links that
   * differ in their query alone are told apart by a digest of it.
   *
   * @param uri as it is sent
   */
  public static String unnamed(String uri) {
    String shown = Links.shown(uri);
    String identity = Links.identity(uri);
    boolean query = Links.is(uri) && !identity.equals(shown);
    return UNNAMED + shown + (query ? " " + Sha256.hex(identity).substring(0, 8) : "");
  }

  /**
   * The key of one of several rows with one name.
   *
   * @param nth which of them, from 1
   */
  public static String numbered(String name, int nth) {
    return nth > 1 ? name + "#" + nth : name;
  }

  /** A column of keys without such numbers. */
  public static Column withoutNumber(Column key) {
    return regexp_replace(key, NUMBER, "");
  }

  /** The uri, as it may be shown, in the key of a row without a video_id; empty for other keys. */
  static Optional<String> uri(String key) {
    if (!key.startsWith(UNNAMED)) {
      return Optional.empty();
    }
    String uri = key.substring(UNNAMED.length()).replaceFirst(NUMBER, "");
    return Optional.of(Links.is(uri) ? uri.replaceFirst(QUERY, "") : uri);
  }
}
