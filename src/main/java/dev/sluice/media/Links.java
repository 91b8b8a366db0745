package dev.sluice.media;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be shown of a link to a video, what tells two links apart, and how one is sent. Links
 * carry signatures and passwords, which belong in no message, and change from one run to the next
 * while the object stays. Pure.
 */
public final class Links {
  // A cell of a manifest may begin with blanks.
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)[\\s\\p{Z}\\p{Cf}]*(https?://)([^/?#\\s]*)([^?#]*)(\\?[^#]*)?(#.*)?",
          Pattern.DOTALL);

  // User info may be a key or a password; that of abfs and wasb names the container.
  private static final Pattern USER_INFO =
      Pattern.compile("(?i)(\\b(?!abfss?:|wasbs?:)[a-z][a-z0-9+.-]{0,30}://)[^\\s/@\"'<>?#]+@");
  private static final Pattern QUERY =
      Pattern.compile("(?i)(https?://[^\\s\"'<>?#]*)[?#][^\\s\"'<>]*");

  // JSON may write the & before a name as its number.
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)(?:(?<![\\w-])|(?<=\\\\u0026))"
              + "(X-(?:Amz|Goog|Oss|Cos)-[\\w-]+|(?:[XQ]-)?Signature|sig)=[^&\\s\"'<>,\\\\]*");

  private static final int LONGEST = 500;

  private static final Pattern SIGNER = Pattern.compile("(?i)x-(amz|goog|oss|cos)-.*");

  /** Older ways to sign. */
  private static final List<Signer> SIGNERS =
      List.of(
          new Signer(Set.of("sig"), Set.of()),
          new Signer(Set.of("signature"), Set.of()),
          new Signer(
              Set.of("signature", "awsaccesskeyid"), Set.of("expires", "x-amz-security-token")),
          new Signer(Set.of("signature", "googleaccessid"), Set.of("expires")),
          new Signer(Set.of("signature", "ossaccesskeyid"), Set.of("expires", "security-token")),
          new Signer(
              Set.of("signature", "key-pair-id"), Set.of("expires", "policy", "hash-algorithm")),
          new Signer(
              Set.of("sig", "sv"),
              Set.of(
                  "ss", "srt", "sp", "st", "se", "sip", "spr", "sr", "si", "skoid", "sktid", "skt",
                  "ske", "sks", "skv")));

  /**
   * A way to sign a link.
   *
   * @param always parameters that every such link has
   * @param also parameters that it may have
   */
  private record Signer(Set<String> always, Set<String> also) {}

  private Links() {}

  /** Whether a uri is an http or https link. */
  public static boolean is(String uri) {
    return uri.regionMatches(true, 0, "http://", 0, 7)
        || uri.regionMatches(true, 0, "https://", 0, 8);
  }

  /**
   * What may be shown of a uri: a link without query, fragment and user info; any other uri without
   * user info and signatures.
   */
  public static String shown(String uri) {
    Matcher link = LINK.matcher(uri);
    return link.matches()
        ? USER_INFO.matcher(link.group(1) + link.group(2) + link.group(3)).replaceFirst("$1")
        : withoutSecrets(uri);
  }

  /**
   * What names the same object whenever it is signed: a link without the parameters that signing
   * adds, its fragment and its user info; any other uri as it is.
   */
  public static String identity(String uri) {
    Matcher link = LINK.matcher(uri);
    if (!link.matches()) {
      return uri;
    }
    String query = link.group(4) == null ? "" : link.group(4).substring(1);
    List<String> parameters = query.isEmpty() ? List.of() : List.of(query.split("&"));
    Set<String> names = new HashSet<>();
    parameters.forEach(parameter -> names.add(name(parameter)));
    Set<String> signing = new HashSet<>();
    for (Signer signer : SIGNERS) {
      if (names.containsAll(signer.always())) {
        signing.addAll(signer.always());
        signing.addAll(signer.also());
      }
    }
    List<String> kept = new ArrayList<>();
    for (String parameter : parameters) {
      String name = name(parameter);
      if (!signing.contains(name) && !SIGNER.matcher(name).matches()) {
        kept.add(parameter);
      }
    }
    return shown(uri) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
  }

  /**
   * A link as it is sent: letters that no link may hold are percent-encoded, what is encoded
   * already stays, a host outside ASCII is written as DNS has it.
   *
   * @throws IllegalArgumentException when it names no host; the message shows no secret
   */
  public static String sendable(String link) {
    Matcher parts = LINK.matcher(link);
    if (!parts.matches() || parts.group(2).isEmpty()) {
      throw new IllegalArgumentException(shown(link) + " names no host");
    }
    StringBuilder out = new StringBuilder(parts.group(1)).append(host(parts.group(2), link));
    for (int i = 3; i <= 5; i++) {
      if (parts.group(i) != null) {
        encode(parts.group(i), out);
      }
    }
    return out.toString();
  }

  /** A text in which links have lost their queries and user info, and signatures their values. */
  public static String withoutSecrets(String text) {
    String clean = USER_INFO.matcher(text).replaceAll("$1");
    return withoutSignatures(QUERY.matcher(clean).replaceAll("$1?…"));
  }

  /**
   * A text of somebody else's for people to read: on one line, without secrets and control
   * characters, at most 500 characters; {@code null} is written out.
   */
  public static String printable(String text) {
    String line =
        withoutSecrets(String.valueOf(text))
            .replaceAll("[\\t\\n\\r]+", " ")
            .replaceAll("\\p{Cc}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  /** A text in which what signs links has lost its value, and nothing else anything. */
  public static String withoutSignatures(String text) {
    return SIGNATURE.matcher(text).replaceAll("$1=removed");
  }

  private static String name(String parameter) {
    return parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
  }

  private static String host(String authority, String link) {
    if (authority.chars().allMatch(c -> c < 128)) {
      return authority;
    }
    int at = authority.lastIndexOf('@') + 1;
    try {
      return authority.substring(0, at) + IDN.toASCII(authority.substring(at));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(shown(link) + " names no host that DNS can hold", e);
    }
  }

  private static void encode(String part, StringBuilder out) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean escape =
          c == '%'
              && i + 2 < bytes.length
              && Character.digit(bytes[i + 1], 16) >= 0
              && Character.digit(bytes[i + 2], 16) >= 0;
      boolean plain =
          c < 128 && (Character.isLetterOrDigit(c) || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0);
      boolean fragment = c == '#' && i == 0;
      if (plain || escape || fragment) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
  }
}
