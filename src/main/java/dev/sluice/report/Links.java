package dev.sluice.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Links from the page to videos: relative where a video lies in the same store as the page, signed
 * where somebody signed one, none otherwise.
 *
 * @param page where the page is, as a URI
 * @param signed links by the URI of their video
 */
record Links(String page, Map<String, String> signed) {

  /** The link to a video, without a span. */
  Optional<String> to(String uri) {
    String link = signed.get(uri);
    return link != null ? Optional.of(link) : relative(uri);
  }

  /** The link to a span of a video. */
  Optional<String> to(String uri, double startSec, double endSec) {
    return to(uri).map(link -> link + span(startSec, endSec));
  }

  /** The part of a link that names a span, as browsers know it. */
  static String span(double startSec, double endSec) {
    return "#t=%s,%s".formatted(plain(startSec), plain(endSec));
  }

  private static String plain(double seconds) {
    return BigDecimal.valueOf(Math.round(seconds * 1000), 3).stripTrailingZeros().toPlainString();
  }

  // Paths are taken letter by letter: a percent sign in one is a percent sign.
  private Optional<String> relative(String uri) {
    String video = uri.startsWith("/") ? "file:" + uri : uri;
    if (!store(video).equals(store(page)) || !path(video).startsWith("/")) {
      return Optional.empty();
    }
    Path folder = Path.of(path(page)).getParent();
    String steps = encoded(folder.relativize(Path.of(path(video)).normalize()).toString());
    return Optional.of(steps.startsWith("../") ? steps : "./" + steps);
  }

  private static String encoded(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0 && (Character.isLetterOrDigit((char) b) || "-._~/".indexOf(b) >= 0);
      out.append(plain ? Character.toString((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return out.toString();
  }

  // file:/, file:/// and file:// with a path are one place.
  private static String store(String uri) {
    int colon = uri.indexOf(':');
    if (colon < 0) {
      return "";
    }
    String scheme = uri.substring(0, colon);
    if (!uri.startsWith("//", colon + 1)) {
      return scheme;
    }
    int slash = uri.indexOf('/', colon + 3);
    String authority = uri.substring(colon + 3, slash < 0 ? uri.length() : slash);
    return authority.isEmpty() ? scheme : scheme + "://" + authority;
  }

  private static String path(String uri) {
    String rest = uri.substring(uri.indexOf(':') + 1);
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      return slash < 0 ? "/" : rest.substring(slash).replaceFirst("^/+", "/");
    }
    return rest.replaceFirst("^/+", "/");
  }
}
