package dev.sluice.ingest;

import dev.sluice.media.Links;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a manifest's uris absolute. Letter by letter: nothing is percent-decoded; links are made
 * fit to be sent.
 */
final class Uris {
  // Two letters and a slash, so that a file named "a:b.mp4" is not taken for a store.
  private static final Pattern ABSOLUTE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(/.*)", Pattern.DOTALL);
  private static final Pattern PLACE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+:(?://[^/]*)?)(/.*)?", Pattern.DOTALL);

  private static final String BLANK = "[\\s\\p{Z}\\p{Cf}]";
  private static final Pattern BLANKS =
      Pattern.compile("^%1$s+|(?<!%1$s)%1$s+\\z".formatted(BLANK));

  private Uris() {}

  /**
   * A link as it is sent, without blanks around it; any other uri as it is.
   *
   * @throws IllegalArgumentException when a link names no host
   */
  static String bare(String uri) {
    String link = BLANKS.matcher(uri).replaceAll("");
    return Links.is(link) ? Links.sendable(link) : uri;
  }

  /**
   * The absolute form.
   *
   * @param base absolute uri of the manifest's folder, or null when it has none
   * @param cell as the manifest gives it
   * @throws IllegalArgumentException when it is relative and there is nothing to be relative to, or
   *     is a link that names no host
   */
  static String resolve(String base, String cell) {
    String uri = bare(cell);
    Matcher absolute = ABSOLUTE.matcher(uri);
    if (absolute.matches()) {
      return absolute.group(1).equalsIgnoreCase("file")
          ? "file:" + absolute.group(2).replaceFirst("^/+", "/")
          : uri;
    }
    if (base == null) {
      if (uri.startsWith("/")) {
        return "file:" + uri;
      }
      throw new IllegalArgumentException(
          "%s is relative, and a catalog table has no folder: give absolute uris".formatted(uri));
    }
    Matcher place = PLACE.matcher(base);
    if (!place.matches()) {
      throw new IllegalArgumentException("the manifest's folder is no uri: " + base);
    }
    String path =
        uri.startsWith("/") ? uri : (place.group(2) == null ? "" : place.group(2)) + "/" + uri;
    return place.group(1).replaceFirst("^file://$", "file:") + normal(path);
  }

  private static String normal(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
