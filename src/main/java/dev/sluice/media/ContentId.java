package dev.sluice.media;

import java.util.regex.Pattern;

/**
 * The identity of a video's bytes: two files with the same id are one content and are paid for
 * once.
 *
 * <p>Four kinds, told apart by their prefix: {@code sha256:} taken from the manifest, {@code f1:}
 * SHA-256 of all bytes (files up to 64 MiB), {@code s1:} SHA-256 over the size and sampled blocks
 * of a larger file, {@code p1:} SHA-256 over a provider's name and its id of a video whose bytes we
 * cannot read. The written form is final: it is part of every work key.
 *
 * @param value prefix, colon and 64 lower-case hex digits
 */
public record ContentId(String value) {
  private static final Pattern FORM = Pattern.compile("(sha256|f1|s1|p1):[0-9a-f]{64}");

  /** Rejects anything but the four written forms. */
  public ContentId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a content id: " + value + " (expected sha256:, f1:, s1: or p1: and 64 hex digits)");
    }
  }

  /** Its hex digits alone. */
  public String digest() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
