package dev.sluice.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Computes the identity of a video's bytes. <b>The definition is final</b>: content ids are part of
 * every work key, and another id for the same bytes would pay for them again.
 *
 * <p>With M = 1,048,576 and a size of S bytes:
 *
 * <ul>
 *   <li>S ≤ 64 M: {@code f1:} and the SHA-256 of all bytes.
 *   <li>S &gt; 64 M: {@code s1:} and the SHA-256 over, in this order: S as 8 bytes, big-endian; the
 *       M bytes from offset 0; the M bytes from offset S − M; for i = 1 to 8 the M bytes from
 *       offset ⌊i · (S − M) / 9⌋. No two of these blocks overlap.
 * </ul>
 */
public final class ContentIds {
  /** Files up to this size are hashed whole. */
  static final long WHOLE_UP_TO = 64L << 20;

  private static final int BLOCK = 1 << 20;
  private static final int SAMPLES = 8;

  private ContentIds() {}

  /**
   * The identity of a local file.
   *
   * @throws IOException when it cannot be read to the end
   */
  public static ContentId of(Path file) throws IOException {
    LocalObject object = new LocalObject(file);
    return of(object, object.seen().sizeBytes());
  }

  /**
   * The identity that a manifest gives.
   *
   * @param sha256 64 hex digits, with or without {@code sha256:} before them
   * @throws IllegalArgumentException when it is not that
   */
  public static ContentId given(String sha256) {
    String digits = sha256.strip().toLowerCase(Locale.ROOT);
    return new ContentId(digits.startsWith("sha256:") ? digits : "sha256:" + digits);
  }

  /**
   * The identity of a video that a provider has and that we cannot read: {@code p1:} and the
   * SHA-256 over the namespace, a zero byte and the id. Two uploads of the same bytes are two
   * contents.
   *
   * @param namespace the provider's name in work keys
   * @param id the provider's id of the video
   */
  public static ContentId held(String namespace, String id) {
    MessageDigest digest = Sha256.digest();
    digest.update((namespace + '\0' + id).getBytes(StandardCharsets.UTF_8));
    return new ContentId("p1:" + hex(digest));
  }

  /** The identity of an object of known size; opens it once or, when it is large, ten times. */
  static ContentId of(VideoObject object, long size) throws IOException {
    MessageDigest digest = Sha256.digest();
    if (size <= WHOLE_UP_TO) {
      try (InputStream in = object.from(0)) {
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
          read += n;
        }
        if (read != size) {
          throw changed(size);
        }
      }
      return new ContentId("f1:" + hex(digest));
    }
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).array());
    block(object, 0, size, digest);
    block(object, size - BLOCK, size, digest);
    for (long i = 1; i <= SAMPLES; i++) {
      block(object, i * (size - BLOCK) / (SAMPLES + 1), size, digest);
    }
    return new ContentId("s1:" + hex(digest));
  }

  private static void block(VideoObject object, long offset, long size, MessageDigest digest)
      throws IOException {
    try (InputStream in = object.from(offset)) {
      byte[] bytes = in.readNBytes(BLOCK);
      if (bytes.length != BLOCK) {
        throw changed(size);
      }
      digest.update(bytes);
    }
  }

  private static UnreadableFile changed(long size) {
    return new UnreadableFile(
        "changed_while_read",
        "the file is not the %d bytes long that its store says; run again when it is complete"
            .formatted(size));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
